#!/bin/bash
#
# h2-ready.sh <address> <port>
#
# Exit 0 if something takes connections at the address and port.

{ : <>"/dev/tcp/$1/$2"; } 2>/dev/null
