-- Books, who wrote them and where they are: relationships of every kind, and views over them.
create type genre as enum ('novel', 'poetry', 'essay');

create table countries (code text primary key, name text not null);
insert into countries values ('tr', 'Türkiye'), ('de', 'Germany'), ('fr', 'France');

create table authors (
    id int primary key,
    name text not null,
    born date,
    country_code text references countries,
    mentor_id int constraint authors_mentor_fkey references authors);
insert into authors values
    (1, 'Ada', '1900-01-01', 'tr', null),
    (2, 'Bora', '1920-05-05', 'tr', 1),
    (3, 'Cem', null, 'de', 1),
    (4, 'Deniz', '1950-12-31', null, 2);

create table books (
    id int primary key,
    title text not null,
    genre genre not null,
    author_id int constraint books_author_fkey references authors,
    price numeric(8, 2),
    pages int not null,
    published date);
insert into books values
    (1, 'Sea', 'novel', 1, 12.50, 300, '1930-01-01'),
    (2, 'Salt', 'poetry', 1, 8.00, 90, '1935-06-15'),
    (3, 'Storm', 'novel', 2, 20.00, 410, '1950-03-03'),
    (4, 'Sand', 'essay', 3, null, 120, null),
    (5, 'Anonymous', 'essay', null, 5.25, 60, '1700-01-01');

-- One-to-one: its key is the foreign key.
create table covers (book_id int primary key references books, artist text not null, colours int not null);
insert into covers values (1, 'Ece', 4), (2, 'Fulya', 2);

create table stores (id int primary key, name text not null, city text);
insert into stores values (1, 'North', 'Bonn'), (2, 'South', 'İzmir'), (3, 'East', null);

-- Many-to-many between books and stores, with a column of its own.
create table stock (
    book_id int references books,
    store_id int references stores,
    copies int not null,
    primary key (book_id, store_id));
insert into stock values (1, 1, 3), (1, 2, 5), (2, 1, 1), (3, 2, 7), (4, 2, 2);

-- A key of two columns, and a table that points at it.
create table shelves (store_id int references stores, number int, label text not null, primary key (store_id, number));
insert into shelves values (1, 1, 'Front'), (1, 2, 'Back'), (2, 1, 'Window');
create table placements (
    id int primary key,
    store_id int,
    shelf_number int,
    book_id int references books,
    constraint placements_shelf_fkey foreign key (store_id, shelf_number) references shelves);
insert into placements values (1, 1, 1, 1), (2, 1, 2, 2), (3, 2, 1, 1), (4, null, null, 3);

-- Two foreign keys to the same table.
create table letters (
    id int primary key,
    body text not null,
    sender_id int not null constraint letters_sender_fkey references authors,
    recipient_id int not null constraint letters_recipient_fkey references authors);
insert into letters values (1, 'Hello', 1, 2), (2, 'Hi', 2, 1), (3, 'Write!', 1, 3);

-- A table that points at itself through a junction: many-to-many with itself.
create table follows (
    follower_id int constraint follows_follower_fkey references authors,
    followed_id int constraint follows_followed_fkey references authors,
    primary key (follower_id, followed_id));
insert into follows values (1, 2), (1, 3), (2, 1);

create table visits (id int, year int, store_id int constraint visits_store_fkey references stores, people int not null, primary key (id, year)) partition by range (year);
create table visits_2024 partition of visits for values from (2024) to (2025);
create table visits_2025 partition of visits for values from (2025) to (2026);
insert into visits values (1, 2024, 1, 10), (2, 2024, 2, 20), (3, 2025, 1, 30);

create view novels as select id, title, author_id, price from books where genre = 'novel';
create view cheap_novels as select id, title, author_id from novels where price < 15;
create view book_cards as
    select b.id, b.title, a.name as author_name, b.author_id, upper(b.title) as shout, b.pages / 100 as thickness
    from books b left join authors a on a.id = b.author_id;
create view author_cards as select id as author_key, name, mentor_id from authors;
create materialized view genre_totals as select genre, count(*) as books, sum(pages) as pages from books group by genre;

create table "Günlük notlar" (
    "Satır no" int primary key,
    "içerik" text,
    "a.b" text,
    "order" text,
    "say ""hi""" text,
    "UPPER" text,
    book_id int references books);
insert into "Günlük notlar" values (1, 'şöyle', 'x', 'first', 'hi', 'U', 1), (2, 'böyle', 'y', 'second', 'ho', 'V', null), (3, '日本', 'z', 'third', null, null, 2);

-- Computed fields and relationships.
create function byline(books) returns text stable language sql as $$ select $1.title || ' by ' || coalesce((select name from authors where id = $1.author_id), 'nobody') $$;
create function is_long(books) returns bool immutable language sql as $$ select $1.pages > 200 $$;
create function apprentices(authors) returns setof authors stable language sql as $$ select * from authors where mentor_id = $1.id order by id $$;
create function homeland(authors) returns setof countries rows 1 stable language sql as $$ select * from countries where code = $1.country_code $$;
