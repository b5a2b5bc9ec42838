-- Functions of every kind.
create function add_them(a int, b int) returns int immutable language sql as $$ select a + b $$;
create function greet(name text default 'world', loud bool default false) returns text stable language sql as $$ select case when loud then upper('Hello ' || name) else 'Hello ' || name end $$;
create function three_numbers() returns setof int stable language sql as $$ select * from generate_series(1, 3) $$;
create function number_array() returns int[] immutable language sql as $$ select array[1, 2, 3] $$;
create function no_text() returns text immutable language sql as $$ select null::text $$;
create function a_range(low int, high int) returns int4range immutable language sql as $$ select int4range(low, high) $$;
create function a_genre(value genre) returns genre immutable language sql as $$ select value $$;
create function a_color() returns color immutable language sql as $$ select 255::color $$;
create function a_size() returns dimensions immutable language sql as $$ select row(2, 3)::dimensions $$;
create function books_from(min_pages int default 0) returns setof books stable language sql as $$ select * from books where pages >= min_pages order by id $$;
create function one_book(book_id int) returns books stable language sql as $$ select * from books where id = book_id $$;
create function pairs() returns table (letter text, place int) immutable language sql as $$ values ('a', 1), ('b', 2) $$;
create function one_column() returns table (letter text) immutable language sql as $$ values ('a') $$;
create function split_sum(n int, out twice int, out half numeric) immutable language sql as $$ select n * 2, n / 2.0 $$;
create function plus_one(inout n int) immutable language sql as $$ select n + 1 $$;
create function a_record() returns record stable language sql as $$ select id, title from books where id = 1 $$;
create function nothing_at_all() returns void language sql as $$ select null $$;
create function joined(glue text, variadic words text[] default '{}') returns text immutable language sql as $$ select array_to_string(words, glue) $$;
create function word_list(variadic words text[] default '{}') returns text[] immutable language sql as $$ select words $$;
create function kind_of(value json) returns text immutable language sql as $$ select json_typeof(value) $$;
create function echo_json(json) returns json immutable language sql as $$ select $1 $$;
create function echo_jsonb(jsonb) returns jsonb immutable language sql as $$ select $1 $$;
create function echo_text(text) returns text immutable language sql as $$ select 'got ' || $1 $$;
create function byte_count(bytea) returns int immutable language sql as $$ select length($1) $$;
create function area(side int) returns int immutable language sql as $$ select side * side $$;
create function area(width int, height int) returns int immutable language sql as $$ select width * height $$;
create function area() returns text immutable language sql as $$ select 'nothing' $$;
create function same_name(arg int) returns text immutable language sql as $$ select 'integer' $$;
create function same_name(arg text) returns text immutable language sql as $$ select 'text' $$;
create function "Büyük işlev"("Ad" text) returns text immutable language sql as $$ select 'merhaba ' || "Ad" $$;
create function many_types(n numeric, b bool, d date, a text[], j jsonb, u uuid default null) returns text immutable language sql as
    $$ select concat_ws('|', n, b, to_char(d, 'YYYY'), array_to_string(a, '+'), j ->> 'k') $$;

create function nap(seconds float8) returns void language sql as $$ select pg_sleep(seconds) $$;

create sequence calls;
create function count_call() returns bigint language sql as $$ select nextval('calls') $$;
create function sneaky_write() returns bigint stable language plpgsql as $$ begin insert into call_log values (1); return 1; end $$;
create table call_log (id int);

-- What a request is told of itself, and what it may say of its answer.
create function setting(name text) returns text stable language sql as $$ select current_setting(name, true) $$;
create function json_setting(name text, key text) returns text stable language sql as $$ select current_setting(name, true)::json ->> key $$;
create function acting_role() returns text stable language sql as $$ select current_user::text $$;
create function time_zone() returns text stable language sql as $$ select current_setting('timezone') $$;
create function with_status(status text) returns text language sql as $$ select set_config('response.status', status, true) $$;
create function with_headers(headers text) returns text language sql as $$ select set_config('response.headers', headers, true); select 'done'::text $$;
create function no_content() returns void language sql as $$ select set_config('response.status', '205', true) $$;

-- Refusals that functions make.
create function raise_plain() returns void stable language plpgsql as $$ begin raise exception 'it went wrong' using detail = 'how', hint = 'do better'; end $$;
create function raise_402() returns void stable language plpgsql as $$ begin raise sqlstate 'PT402' using message = 'Payment Required', detail = 'Quota exceeded', hint = 'Upgrade your plan'; end $$;
create function raise_state(state text) returns void stable language plpgsql as $$ begin raise exception 'as asked' using errcode = state; end $$;
create function raise_pgrst(message text, detail text default null) returns void stable language plpgsql as $$
begin
    if detail is null then raise sqlstate 'PGRST' using message = message; end if;
    raise sqlstate 'PGRST' using message = message, detail = detail;
end $$;
create function unknown_table() returns void stable language plpgsql as $$ begin perform * from no_such_table; end $$;
create function unknown_function() returns void stable language plpgsql as $$ begin perform no_such_function(); end $$;

-- Handlers of media types: a domain named like a type says what a function makes.
create domain "text/plain" as text;
create domain "application/octet-stream" as bytea;
create function hello_plain() returns "text/plain" immutable language sql as $$ select 'hello'::"text/plain" $$;
create function three_bytes() returns "application/octet-stream" immutable language sql as $$ select '\x00ff41'::bytea::"application/octet-stream" $$;
