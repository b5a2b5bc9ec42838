-- A second schema that is exposed.
create schema archive;
create table archive.boxes (id int primary key, name text not null);
create table archive.records (id int primary key, title text not null, box_id int references archive.boxes);
insert into archive.boxes values (1, 'old'), (2, 'older');
insert into archive.records values (1, 'Ledger', 1), (2, 'Map', 2);
-- A name that public has too.
create table archive.books (id int primary key, title text not null);
insert into archive.books values (1, 'Archived');
create function archive.records_from(first int) returns setof archive.records stable language sql as $$ select * from archive.records where id >= first order by id $$;
create table archive.incoming (id int primary key, title text);

-- One that is not.
create schema hidden;
create table hidden.secrets (id int primary key);
