"""Few tests in a real Chromium, right to left, with screenshots in var/shots/."""
