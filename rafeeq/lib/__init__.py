"""Knowledge that needs nobody: Arabic text, HTML, files, signing; pure functions without Django."""
