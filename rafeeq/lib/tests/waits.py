"""What `test_lifeline` begins beside: it waits until it is ended."""

import signal
import sys

from rafeeq.lib.lifeline import end_with_parent

if __name__ == "__main__":
    end_with_parent(int(sys.argv[1]))
    signal.pause()
