"""One module per kind, each ending with its `KIND`. `registry` walks this package."""
