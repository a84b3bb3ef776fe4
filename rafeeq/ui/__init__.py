"""What every page is made of: base page, parts, tokens, icons, fonts and template helpers."""
