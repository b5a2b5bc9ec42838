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

create function kolaybase.assert_schema_version(expected bigint) returns void
    language plpgsql volatile
    set search_path = pg_catalog, pg_temp
as $$
declare
    actual bigint := kolaybase.current_schema_version();
begin
    if actual is distinct from expected then
        raise exception 'the schema is at version %', actual using errcode = 'KB409';
    end if;
end
$$;
comment on function kolaybase.assert_schema_version(bigint) is 'Raises KB409 when the schema is not at that version.';
