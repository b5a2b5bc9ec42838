-- Lets PgBouncer look up the passwords of projects' logins. As a superuser, in the database postgres of the server, once.
-- The limit is for one PgBouncer (default_pool_size): more of them need as many times 10.
-- Put a password of your own, here and in userlist.txt: "kolaybase_pooler" "the password"
create role kolaybase_pooler login password 'change-me' connection limit 10;

create schema kolaybase_pooler;
create function kolaybase_pooler.login(name text, out username text, out password text) returns setof record
    language sql stable security definer set search_path = pg_catalog, pg_temp
    -- Verifiers (SCRAM) of projects' logins and of nobody else: no superuser's, no provisioner's.
    as $$ select rolname::text, rolpassword from pg_catalog.pg_authid where rolname = $1 and rolcanlogin and rolname ~ '^kb_[a-z2-7]{16}_(owner|api)$' $$;
revoke all on function kolaybase_pooler.login(text) from public;
grant usage on schema kolaybase_pooler to kolaybase_pooler;
grant execute on function kolaybase_pooler.login(text) to kolaybase_pooler;

grant connect on database postgres to kolaybase_pooler;
