-- Every command that changes what a caller can see or use changes the version in its own transaction: it is a row,
-- not a sequence, so that it changes when the command commits. GRANT, REVOKE and COMMENT count.
--
-- Two transactions that run DDL side by side must not wait for one another here (each also holds locks on its
-- tables: waiting for a shared row would make deadlocks out of nothing). So nobody waits: a transaction folds the
-- rows that are free at this moment into one with 1 added, and leaves alone those that another has locked. Whatever
-- is committed, the sum has grown by one for each command.

-- DROP OWNED BY current_user, a usual way to empty a database, takes with it what was granted to the role on the database
-- (the right to connect among it) and schema public. Both come back in the same transaction: the database stays usable.
create function kolaybase.restore_access() returns void
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    owner regrole := to_regrole(current_database() || '_owner');
begin
    if owner is null then
        return;
    end if;

    execute format('grant connect, create, temporary on database %I to %s', current_database(), owner);
    if to_regnamespace('public') is null then
        execute format('create schema public authorization %s', owner);
        grant usage on schema public to anon, authenticated, service_role;
    end if;
end
$$;
revoke execute on function kolaybase.restore_access() from public;

create function kolaybase.bump_schema_version() returns event_trigger
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    if tg_event = 'sql_drop' then
        if not exists (select from pg_event_trigger_dropped_objects() where not is_temporary) then
            return;
        end if;
    elsif tg_tag not in ('DROP OWNED', 'REASSIGN OWNED') then
        -- These two report no objects though they change rights; every other command lists what it touched.
        if not exists (select from pg_event_trigger_ddl_commands() where schema_name is distinct from 'pg_temp') then
            return;
        end if;
    end if;

    if tg_event = 'ddl_command_end' and tg_tag = 'DROP OWNED' then
        perform kolaybase.restore_access();
    end if;

    if current_setting('transaction_isolation') in ('read committed', 'read uncommitted') then
        with folded as (
            delete from kolaybase.schema_version
            where ctid in (select ctid from kolaybase.schema_version for update skip locked)
            returning version
        )
        insert into kolaybase.schema_version select coalesce(sum(version), 0) + 1 from folded;
    else
        -- With a snapshot of the whole transaction, touching a row that changed since would fail.
        insert into kolaybase.schema_version values (1);
    end if;
end
$$;
revoke execute on function kolaybase.bump_schema_version() from public;

-- REINDEX and REFRESH MATERIALIZED VIEW show callers nothing new, but are rare: no exception is made for them.
create event trigger kolaybase_ddl_command_end on ddl_command_end execute function kolaybase.bump_schema_version();
create event trigger kolaybase_sql_drop on sql_drop execute function kolaybase.bump_schema_version();

-- Also in a session with session_replication_role = replica, which some tools set to load data faster.
alter event trigger kolaybase_ddl_command_end enable always;
alter event trigger kolaybase_sql_drop enable always;
