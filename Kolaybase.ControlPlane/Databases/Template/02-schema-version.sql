-- What the data API's schema cache is checked against. Everything here belongs to whoever prepared the server: the
-- project's owner can call and read it, and change none of it.

create schema kolaybase;
grant usage on schema kolaybase to public;

-- The version is the sum over all rows, see 03-event-triggers.sql.
create table kolaybase.schema_version (version bigint not null);
insert into kolaybase.schema_version values (1);
grant select on kolaybase.schema_version to public;

create function kolaybase.current_schema_version() returns bigint
    language sql stable parallel safe
    return (select sum(version)::bigint from kolaybase.schema_version);

-- Every request of the data API calls it, so it costs as little as it can: a query of its own, since an SQL function within
-- would be planned at every call, and no path of its own, since setting one costs as much as the query. Names are qualified instead.
create function kolaybase.assert_schema_version(expected bigint) returns void
    language plpgsql volatile
as $$
declare
    actual pg_catalog.int8;
begin
    select pg_catalog.sum(version)::pg_catalog.int8 into actual from kolaybase.schema_version;
    if (actual operator(pg_catalog.=) expected) is not true then
        raise exception 'the schema is at version %', actual using errcode = 'KB409';
    end if;
end
$$;
comment on function kolaybase.assert_schema_version(bigint) is 'Raises KB409 when the schema is not at that version.';

-- Sessions of the data API serve one request after another; what a project's functions have set or taken in one for longer than
-- their transaction is gone with the next request, whose first call this is. The same as Npgsql sends when a connection is given back, at a quarter of
-- its price: that is text, parsed anew each time. (CLOSE is a word of PL/pgSQL itself, hence the text here.) The role is set by each request.
-- How transactions begin is settled when this one has begun: if that was left, too, this raises KB410, and the caller clears it in a transaction of its own.
create function kolaybase.reset_session() returns void
    language plpgsql volatile
as $$
declare
    left_behind pg_catalog.text := pg_catalog.concat(
        pg_catalog.current_setting('default_transaction_isolation'), pg_catalog.current_setting('default_transaction_read_only'), pg_catalog.current_setting('default_transaction_deferrable'));
begin
    reset role;
    reset all;
    if left_behind operator(pg_catalog.<>) pg_catalog.concat(
        pg_catalog.current_setting('default_transaction_isolation'), pg_catalog.current_setting('default_transaction_read_only'), pg_catalog.current_setting('default_transaction_deferrable')) then
        raise exception 'this transaction began under settings that were left in the session' using errcode = 'KB410';
    end if;
    execute 'close all';
    unlisten *;
    discard sequences;
    discard temp;
    perform pg_catalog.pg_advisory_unlock_all();
end
$$;
comment on function kolaybase.reset_session() is 'Settings, cursors, listening, sequence values, temporary tables and advisory locks of the session.';
