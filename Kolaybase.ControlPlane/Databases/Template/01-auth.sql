-- Schema auth: who calls, for policies and column defaults. The names and meanings are those that users of
-- Supabase know. Bodies are in SQL-standard form: every name in them is bound when the function is made, so that a
-- caller's search_path changes nothing, and the planner can still inline them.

create schema auth;
grant usage on schema auth to public;

create function auth.jwt() returns jsonb
    language sql stable parallel safe
    return nullif(current_setting('request.jwt.claims', true), '')::jsonb;
comment on function auth.jwt() is 'Claims of the caller''s token; null when there is none.';

-- A subject that is no UUID (tokens of a foreign issuer) is null rather than an error: a policy then matches
-- nothing, and the other rows of a query stay readable.
create function auth.uid() returns uuid
    language sql stable parallel safe
    return case
        when auth.jwt() ->> 'sub' ~* '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'
        then (auth.jwt() ->> 'sub')::uuid
    end;
comment on function auth.uid() is 'Id of the signed-in user; null when nobody is, or when the id is no UUID.';

create function auth.role() returns text
    language sql stable parallel safe
    return coalesce(auth.jwt() ->> 'role', nullif(current_setting('role', true), 'none'));
comment on function auth.role() is 'Role of the caller: anon, authenticated or service_role; null in a session of the owner.';

create function auth.email() returns text
    language sql stable parallel safe
    return auth.jwt() ->> 'email';
comment on function auth.email() is 'Address of the signed-in user; null when nobody is.';
