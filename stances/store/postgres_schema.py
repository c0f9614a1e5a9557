"""What a database in PostgreSQL has to have to be a log: tables in a schema of their own.

Columns have the names and values that they have in SQLite: ``to_timestamp(recorded_at / 1e6)``.
"""

from __future__ import annotations

from collections.abc import Iterable

from stances.errors import LogUnreadable
from stances.store.connections import LOCK_SECONDS, Connection
from stances.store.rows import RECORD, SOURCE

_FORMAT = 1
_TYPES = {"BLOB": "bytea", "TEXT": "text", "INTEGER": "bigint", "REAL": "double precision"}


def quoted(columns: Iterable[str]) -> str:
    """The names of columns as a list in SQL, where some of them are words of its own."""
    return ", ".join(f'"{name}"' for name in columns)


def binary_type(declared: str) -> str:
    """PostgreSQL's type for what a column is declared as in ``rows``."""
    return _TYPES[declared.partition(" ")[0]]


def _columns(declared: dict[str, str]) -> str:
    # Numbers first: behind texts they would be padded.
    ordered = sorted(declared.items(), key=lambda column: binary_type(column[1])[0] in "bt")
    return ", ".join(
        f'"{name}" {binary_type(kind)} {kind.partition(" ")[2]}' for name, kind in ordered
    )


_CREATE = f"""
CREATE TABLE stances.source ({_columns(SOURCE)}, PRIMARY KEY (source));
CREATE TABLE stances.record (
    position bigint PRIMARY KEY, recorded_at bigint NOT NULL, hash bytea NOT NULL,
    {_columns(RECORD)}, UNIQUE (id)
);
CREATE TABLE stances.format (format integer NOT NULL);
CREATE INDEX record_of ON stances.record ("of") WHERE "of" IS NOT NULL;
CREATE INDEX record_event ON stances.record (event_id) WHERE event_id IS NOT NULL;
CREATE INDEX record_erasure ON stances.record (position) WHERE kind = 'erasure';

CREATE FUNCTION stances.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE 'what is recorded stays: append a %', TG_ARGV[0] USING ERRCODE = 'restrict_violation';
END $$;
CREATE FUNCTION stances.only_erase() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE erased stances.record := OLD;
BEGIN
    erased.text := NULL;
    erased.text_sha256 := sha256(convert_to(OLD.text, 'UTF8'));
    IF OLD.text IS NULL OR NEW IS DISTINCT FROM erased THEN
        RAISE 'what is recorded stays: append a correction' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER only_erase BEFORE UPDATE ON stances.record
    FOR EACH ROW EXECUTE FUNCTION stances.only_erase();
CREATE TRIGGER no_update BEFORE UPDATE ON stances.source
    FOR EACH STATEMENT EXECUTE FUNCTION stances.refuse('correction');
CREATE TRIGGER no_delete BEFORE DELETE OR TRUNCATE ON stances.record
    FOR EACH STATEMENT EXECUTE FUNCTION stances.refuse('retraction');
CREATE TRIGGER no_delete BEFORE DELETE OR TRUNCATE ON stances.source
    FOR EACH STATEMENT EXECUTE FUNCTION stances.refuse('retraction');
INSERT INTO stances.format VALUES ({_FORMAT});
""".encode()  # noqa: S608

_LOCK = 0x73746E63


def begin_writing(connection: Connection) -> None:
    """Wait until nobody else writes; nobody else will until the end of this transaction.

    What a later statement reads includes all that others have written. The lock is none on a
    table, which would keep the server's own vacuum away.
    """
    connection.execute(
        f"""
        SET LOCAL lock_timeout = {LOCK_SECONDS * 1_000:.0f};
        SELECT set_config('synchronous_commit', 'on', true)
            WHERE current_setting('synchronous_commit') = 'off';
        SELECT pg_advisory_xact_lock({_LOCK});
        """.encode()
    )


def prepare(connection: Connection, name: str, *, read_only: bool) -> None:
    """Make the tables if they are not there.

    Raises:
        LogUnreadable: what is there is no log, or a newer one; or nothing is, and nothing may be.

    """
    if _is_log(connection, name):
        return
    if read_only:
        raise LogUnreadable(f"{name}: holds no log, and none can be made for reading only")
    with connection.transaction():
        begin_writing(connection)
        if not _is_log(connection, name):
            connection.execute("CREATE SCHEMA IF NOT EXISTS stances")
            connection.execute(_CREATE)


def _is_log(connection: Connection, name: str) -> bool:
    """Whether it is a log that can be read; False if there is nothing in it yet."""
    encoding, tables, versions = connection.execute(
        "SELECT current_setting('server_encoding'), count(c.relname),"
        " count(c.relname) FILTER (WHERE c.relname = 'format')"
        " FROM pg_namespace n LEFT JOIN pg_class c ON c.relnamespace = n.oid"
        " WHERE n.nspname = 'stances'"
    ).fetchone() or ("", 0, 0)
    if encoding != "UTF8":
        raise LogUnreadable(
            f"{name}: the database has the encoding {encoding}: make one with ENCODING 'UTF8'"
        )
    if not tables:
        return False
    if not versions:
        raise LogUnreadable(f"{name}: has a schema stances, but it is not a log of stances")
    (version,) = connection.execute("SELECT format FROM stances.format").fetchone() or (0,)
    if version > _FORMAT:
        raise LogUnreadable(
            f"{name}: was made by a newer version of stances, in format {version}, and this one"
            f" reads up to format {_FORMAT}: upgrade stances"
        )
    return True
