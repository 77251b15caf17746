"""The .headwater file: SQLite through SQLAlchemy Core. Only the document uses it."""
