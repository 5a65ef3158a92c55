"""The Universal Commerce Protocol (ucp.dev): finding a merchant's service, searching its catalogue, reading products.

Pure: values in, values out. The sources that speak it are ``sources/ucp.py`` and ``sources/shopify.py``.
"""
