"""The front door: pure ASGI layers in one order (`stack.py`), fast lanes, and Django behind them."""
