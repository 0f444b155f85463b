"""How alembic runs: on the connection that the store has open, within its transaction."""

from alembic import context

from sitrep.store.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
