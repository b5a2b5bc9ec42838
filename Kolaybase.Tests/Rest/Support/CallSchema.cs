namespace Kolaybase.Tests.Rest.Support;

/// <summary>Functions that calls are tested with.</summary>
internal static class CallSchema
{
    public const string Sql = """
        create table clients (id int primary key, name text not null);
        create table projects (id int primary key, name text, client_id int references clients);
        create table tasks (id int primary key, name text, project_id int references projects);
        insert into clients values (1, 'Microsoft'), (2, 'Apple');
        insert into projects values (1, 'Windows 7', 1), (2, 'Windows 10', 1), (3, 'IOS', 2), (4, 'OSX', 2), (5, 'Orphan', null);
        insert into tasks values (1, 'Design w7', 1), (2, 'Code w7', 1), (3, 'Design IOS', 3);
        create function title(projects) returns text stable language sql as $$ select $1.id || ' ' || $1.name $$;
        create type point_2d as (x int, y int);
        create domain project_domain as projects;
        create domain positive as int check (value > 0);
        create type mood as enum ('sad', 'ok');

        create function add_them(a int, b int) returns int immutable language sql as $$ select a + b $$;
        create function ret_array() returns int[] immutable language sql as $$ select array[1, 2, 3] $$;
        create function ret_setof_integers() returns setof int immutable language sql as $$ values (1), (2), (3) $$;
        create function ret_enum(val text) returns mood immutable language sql as $$ select val::mood $$;
        create function ret_domain(val int) returns positive immutable language sql as $$ select val::positive $$;
        create function ret_range(low int, up int) returns int4range immutable language sql as $$ select int4range(low, up) $$;
        create function ret_null() returns int immutable language sql as $$ select null::int $$;
        create function ret_void() returns void language plpgsql as $$ begin perform 1; end $$;
        create function ret_point() returns point_2d immutable language sql as $$ select (10, 5)::point_2d $$;
        create function ret_json() returns json immutable language sql as $$ select '{"a": null, "b": [1]}'::json $$;
        create function ret_record() returns record stable language sql as $$ select id, name from projects where id = 1 $$;
        create function ret_setof_record() returns setof record stable language sql as $$ select id, name from projects where id < 3 order by id $$;
        create function ret_table() returns table (a text, b int) immutable language sql as $$ values ('A', 1), ('B', 2) $$;
        create function ret_column() returns table (a text) immutable language sql as $$ values ('A') $$;
        create function test() returns table (test text, value int) immutable language sql as $$ values ('hello', 1) $$;
        create function single_out(num int, out num_plus_one int) immutable language sql as $$ select num + 1 $$;
        create function single_inout(inout num int) immutable language sql as $$ select num + 1 $$;
        create function many_inout(inout num int, inout str text, inout b bool default true) immutable language sql as $$ select num, str, b $$;
        create function getproject(id int) returns setof projects stable language sql as $$ select * from projects p where p.id = getproject.id $$;
        create function getallprojects() returns setof projects stable language sql as $$ select * from projects order by id $$;
        create function single_project(id int) returns projects stable language sql as $$ select * from projects p where p.id = single_project.id $$;
        create function domain_projects() returns setof project_domain stable language sql as $$ select p::projects::project_domain from projects p order by id $$;
        create function below(id int) returns setof projects stable language sql as $$ select * from projects p where p.id < below.id order by p.id $$;

        create function sayhello(name text) returns text immutable language sql as $$ select 'Hello, ' || name $$;
        create function defaults(a int default 1, b int default 2, c int default 3) returns int immutable language sql as $$ select a * 100 + b * 10 + c $$;
        create function "quotedFunction"("user" text, "fullName" text, "a ""b" text) returns json immutable language sql as $$ select json_build_array("user", "fullName", "a ""b") $$;
        create function variadic_param(variadic v text[] default '{}') returns text[] immutable language sql as $$ select v $$;
        create function name_variadic(name text, variadic v text[]) returns text immutable language sql as $$ select name || array_to_string(v, ',') $$;
        create function varied(d double precision, v varchar, b boolean, dt date, m mood, arr text[], p point_2d, j json default '{}', jb jsonb default '{}') returns json immutable language sql
            as $$ select json_build_object('d', d, 'v', v, 'b', b, 'dt', dt, 'm', m, 'arr', arr, 'p', p, 'j', j, 'jb', jb) $$;
        create function kind(arg json) returns text immutable language sql as $$ select json_typeof(arg) $$;
        create function unnamed_json(json) returns json immutable language sql as $$ select $1 $$;
        create function unnamed_jsonb(jsonb) returns jsonb immutable language sql as $$ select $1 $$;
        create function unnamed_text(text) returns text immutable language sql as $$ select 'got ' || $1 $$;
        create function unnamed_xml(xml) returns xml immutable language sql as $$ select $1 $$;
        create function unnamed_bytea(bytea) returns bytea immutable language sql as $$ select $1 || '\x00ff'::bytea $$;
        create function overloaded() returns setof int immutable language sql as $$ values (1), (2) $$;
        create function overloaded(json) returns json immutable language sql as $$ select $1 $$;
        create function overloaded(a int, b int) returns int immutable language sql as $$ select a + b $$;
        create function overloaded(a text, b text, c text) returns text immutable language sql as $$ select a || b || c $$;
        create function same(arg int) returns int immutable language sql as $$ select 1 $$;
        create function same(arg text) returns int immutable language sql as $$ select 2 $$;

        create table log (id int generated always as identity, line text);
        create function write_log(line text) returns int language sql as $$ insert into log (line) values (line) returning id $$;
        create function write_many(n int) returns setof log language sql as $$ insert into log (line) select i::text from generate_series(1, n) i returning * $$;
        create function write_void() returns void language sql as $$ insert into log (line) values ('void') $$;
        create function sneaky() returns int stable language plpgsql as $$ begin perform write_log('sneaky'); return 1; end $$;
        create function log_count() returns bigint language sql as $$ select count(*) from log $$;

        create function raise_plain() returns void language plpgsql as $$ begin raise exception 'it went wrong' using detail = 'how', hint = 'do better'; end $$;
        create function raise_state(state text) returns void language plpgsql as $$ begin raise exception 'as asked' using errcode = state; end $$;
        create function raise_pgrst(message text, detail text default null) returns void language plpgsql as $$
            begin
                if detail is null then raise sqlstate 'PGRST' using message = message; end if;
                raise sqlstate 'PGRST' using message = message, detail = detail;
            end $$;
        create function asserting() returns void language plpgsql as $$ begin assert false, 'no'; end $$;
        create function broken() returns void language plpgsql as $$ begin perform nothing_of_that_name(); end $$;

        create domain "text/html" as text;
        create domain "text/plain" as text;
        create domain "image/png" as bytea;
        create domain "application/vnd.kb+json" as jsonb;
        create domain "*/*" as bytea;
        create function page() returns "text/html" immutable language sql as $$ select '<p>hi ü</p>'::"text/html" $$;
        create function plain() returns "text/plain" immutable language sql as $$ select 'hi'::"text/plain" $$;
        create function image() returns "image/png" immutable language sql as $$ select '\x89504e47'::bytea::"image/png" $$;
        create function vendor() returns "application/vnd.kb+json" immutable language sql as $$ select '{"a": 1}'::jsonb::"application/vnd.kb+json" $$;
        create function anything() returns "*/*" language plpgsql as $$
            begin
                if current_setting('request.headers')::json ->> 'accept' = 'app/chico' then perform set_config('response.headers', '[{"Content-Type": "app/chico"}]', true); end if;
                return convert_to('any', 'utf8')::"*/*";
            end $$;
        create function no_page() returns "text/html" immutable language sql as $$ select null::"text/html" $$;

        create function nap(seconds float8) returns int language sql as $$ select 1 from (select pg_sleep(seconds)) s $$;
        create function short_nap(seconds float8) returns int language sql set statement_timeout = '50ms' as $$ select 1 from (select pg_sleep(seconds)) s $$;
        create function long_nap(seconds float8) returns int language sql set statement_timeout = '5s' as $$ select 1 from (select pg_sleep(seconds)) s $$;
        create function endless_nap(seconds float8) returns text language sql set statement_timeout = '0' as $$ select 'slept' from (select pg_sleep(seconds)) s $$;
        create function isolation() returns text language sql as $$ select current_setting('transaction_isolation') $$;
        create function isolated() returns text language sql set default_transaction_isolation = 'serializable' as $$ select current_setting('transaction_isolation') $$;
        create function hidden() returns int language sql as $$ select 1 $$;

        grant all on all tables in schema public to service_role;
        grant execute on all functions in schema public to anon, authenticated, service_role;
        revoke execute on function hidden() from anon;
        """;
}
