-- Values of many types, and what filters ask of them.
create type dimensions as (width int, height int);
create domain isbn as text check (value ~ '^[0-9-]+$');

create table samples (
    id int primary key,
    label text,
    flag bool,
    amount numeric,
    big bigint,
    ratio float8,
    day date,
    moment timestamptz,
    uid uuid,
    genre genre,
    code isbn,
    size dimensions,
    tags text[],
    numbers int[],
    span int4range,
    stay daterange,
    address inet,
    bytes bytea);
insert into samples values
    (1, 'one', true, 1.50, 9007199254740993, 0.5, '2024-01-31', '2024-01-31 12:00:00+00', '00000000-0000-0000-0000-000000000001', 'novel', '1-2', '(2,3)', '{a,b}', '{1,2,3}', '[1,5)', '[2024-01-01,2024-02-01)', '10.0.0.1', '\x01ff'),
    (2, 'two', false, 20, -1, 1e100, '1999-12-31', '2000-01-01 00:00:00+00', '00000000-0000-0000-0000-000000000002', 'essay', null, null, '{b,c}', '{}', '[5,10)', '[2024-02-01,2024-03-01)', null, null),
    (3, null, null, null, null, null, null, null, null, null, null, null, null, null, 'empty', null, null, null);

create table phrases (id int primary key, phrase text);
insert into phrases values
    (1, 'plain'), (2, 'a,b'), (3, 'with "quotes"'), (4, 'dot.ted'), (5, '(parens)'), (6, 'back\slash'),
    (7, 'per%cent'), (8, 'star*'), (9, ''), (10, 'çok güzel'), (11, 'PLAIN'), (12, 'a:b'), (13, ' spaced ');

create table documents (id int primary key, data jsonb, raw json);
insert into documents values
    (1, '{"kind": "letter", "pages": 3, "to": {"name": "Ada", "zip": "01"}, "tags": ["x", "y"], "sum": 1.50}', '{"b": 1,  "a": 2}'),
    (2, '{"kind": "memo", "pages": 12, "to": {"name": "Bora"}, "tags": [], "ok": true}', '[1, 2]'),
    (3, '{"kind": null}', null),
    (4, null, '"text"'),
    (5, '{"with space": 1, "with.dot": 2, "with-dash": 3, "5": "five", "matrix": [[1, 2], [3, 4]]}', '{"list": [{"n": 1}, {"n": 2}]}');

create table texts (id int primary key, body text, lexemes tsvector generated always as (to_tsvector('english', body)) stored);
insert into texts (id, body) values
    (1, 'The fat cats sat on the mat'), (2, 'A cat and a rat'), (3, 'Impossible dreams are possible'), (4, 'Dogs only');

create table readings (id int primary key, station text not null, at date not null, level int, quality jsonb);
insert into readings values
    (1, 'a', '2024-01-01', 10, '{"score": "1"}'), (2, 'a', '2024-01-02', 20, '{"score": "2"}'),
    (3, 'b', '2024-01-01', 5, '{"score": "3"}'), (4, 'b', '2024-01-02', null, '{"score": "4"}'), (5, 'c', '2024-01-01', 1, null);

create table thousands as select i as id, i % 10 as digit from generate_series(1, 1200) i;
alter table thousands add primary key (id);
analyze thousands;

-- A domain that is shown as a text and taken as one, while the table keeps a number.
create domain color as int check (value between 0 and 16777215);
create function color_text(color) returns text immutable language sql as $$ select '#' || lpad(upper(to_hex($1)), 6, '0') $$;
create function color_json(color) returns json immutable language sql as $$ select to_json(color_text($1)) $$;
create function color_from(text) returns color immutable language sql as $$ select ('x' || lpad(ltrim($1, '#'), 8, '0'))::bit(32)::int::color $$;
create function color_from(json) returns color immutable language sql as $$ select color_from($1 #>> '{}') $$;
create cast (color as json) with function color_json(color) as implicit;
create cast (json as color) with function color_from(json) as implicit;
create cast (text as color) with function color_from(text) as implicit;
create table paints (id int primary key, name text not null, shade color);
insert into paints values (1, 'red', 16711680), (2, 'green', 65280), (3, 'none', null);
