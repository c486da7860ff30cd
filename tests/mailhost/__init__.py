# SPDX-License-Identifier: GPL-3.0-or-later
"""Mail servers on loopback for tests and for the demo: honest ones and scripted ones."""
