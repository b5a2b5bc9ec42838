-- Schema storage of a project's database: what its buckets and objects are called, who may see them, and what has become of their
-- bytes. It is run by the project's owner, whom all of it belongs to, so that policies on storage.objects are plain SQL; safe to repeat.
-- Bytes lie in the object store under the project's id and "version". That id comes from us alone: whatever is written here, no other
-- project's bytes can be named.

create schema if not exists storage;
grant usage on schema storage to anon, authenticated, service_role;

create table if not exists storage.buckets (
    name text collate "C" primary key check (name ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$'),
    id uuid not null unique default gen_random_uuid(),
    public boolean not null default false,
    file_size_limit bigint check (file_size_limit > 0),
    allowed_mime_types text[],
    created_at timestamptz not null default now(),
    deleting_at timestamptz
);
comment on column storage.buckets.file_size_limit is 'Bytes that one object may have; null means no limit of the bucket.';
comment on column storage.buckets.allowed_mime_types is 'Media types that objects may have ("image/png", "image/*"); null means any.';
comment on column storage.buckets.deleting_at is 'Since when it is being emptied for its deletion; such a bucket is gone for callers.';

create table if not exists storage.objects (
    id uuid primary key default gen_random_uuid(),
    bucket_id text collate "C" not null references storage.buckets (name),
    name text collate "C" not null check (octet_length(name) between 1 and 1024),
    owner uuid,
    owner_id text generated always as (owner::text) stored,
    size bigint not null default 0 check (size >= 0),
    content_type text not null default 'application/octet-stream',
    etag text not null default '',
    sha256 bytea,
    version uuid unique,
    signed_until timestamptz,
    missing_since timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    unique (bucket_id, name)
);
comment on column storage.objects.bucket_id is 'Name of the bucket.';
comment on column storage.objects.name is 'Path within the bucket, in Unicode''s form NFC.';
comment on column storage.objects.owner is 'The end user who uploaded it; null for the service key, members and the anon key.';
comment on column storage.objects.sha256 is 'Of all bytes; null where they came in parts.';
comment on column storage.objects.version is 'Key of the bytes in the object store; null means that there are none yet: the row is not shown.';
comment on column storage.objects.signed_until is 'When the last direct address of these bytes expires: until then they outlive being overwritten.';
comment on column storage.objects.missing_since is 'Since when the store has been found without the bytes.';

-- How much there is, kept by triggers. Several rows for a bucket, so that uploads don't wait for one another.
create table if not exists storage.usage (
    bucket_id text collate "C" not null,
    slot integer not null,
    objects bigint not null,
    bytes bigint not null,
    primary key (bucket_id, slot)
);

-- Uploads that are under way: their bytes have no row in storage.objects yet.
create table if not exists storage.uploads (
    version uuid primary key,
    resumable boolean not null,
    bucket_id text collate "C" not null,
    name text collate "C" not null,
    owner uuid,
    role text not null,
    upsert boolean not null,
    content_type text not null,
    length bigint check (length >= 0),
    received bigint not null default 0,
    epoch integer not null default 0,
    next_part integer not null default 1,
    handle text,
    tail_version uuid,
    tail_size bigint not null default 0,
    metadata text,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null
);
create index if not exists uploads_expires_at_idx on storage.uploads (expires_at);
comment on column storage.uploads.length is 'Bytes announced; null when unknown. They count against the project''s quota until the upload ends.';
comment on column storage.uploads.epoch is 'Grows with each request that goes on with the upload, and shuts out those before it.';

create table if not exists storage.upload_parts (
    version uuid not null references storage.uploads (version) on delete cascade,
    number integer not null,
    size bigint not null,
    tag text not null,
    sha256 bytea not null,
    primary key (version, number)
);

-- Bytes that no row names any more: a worker removes them.
create table if not exists storage.removals (
    version uuid primary key,
    not_before timestamptz not null default now(),
    in_parts boolean not null default false,
    kept_bytes bigint not null default 0
);
alter table storage.removals add column if not exists in_parts boolean not null default false;
alter table storage.removals add column if not exists kept_bytes bigint not null default 0;
comment on column storage.removals.kept_bytes is 'Bytes that are kept for a direct address until not_before; they count against the project''s quota. 0 for what goes at once.';
create index if not exists removals_kept_bytes_idx on storage.removals (kept_bytes) where kept_bytes > 0;
comment on column storage.removals.in_parts is 'Whether it may be a begun upload in parts.';
create index if not exists removals_not_before_idx on storage.removals (not_before);

-- What the maintenance found when it last compared rows and bytes.
create table if not exists storage.checks (
    finished_at timestamptz primary key,
    objects bigint not null,
    bytes bigint not null,
    orphaned_bytes_removed bigint not null,
    orphans_removed bigint not null,
    uploads_removed bigint not null,
    objects_missing bigint not null,
    objects_removed bigint not null
);

alter table storage.buckets enable row level security;
alter table storage.objects enable row level security;
alter table storage.usage enable row level security;
alter table storage.uploads enable row level security;
alter table storage.upload_parts enable row level security;
alter table storage.removals enable row level security;
alter table storage.checks enable row level security;

grant all on all tables in schema storage to service_role;
grant select on storage.buckets to anon, authenticated;
grant select, delete on storage.objects to anon, authenticated;
-- Not "version": which bytes a row stands for is ours to say.
grant insert (id, bucket_id, name, owner, size, content_type, etag), update (owner, size, content_type, etag, updated_at) on storage.objects to anon, authenticated;

create or replace function storage.foldername(name text) returns text[]
    language sql immutable parallel safe
    return (string_to_array(name, '/'))[1:cardinality(string_to_array(name, '/')) - 1];
comment on function storage.foldername(text) is 'The folders of a path: {a,b} of a/b/c.png.';

create or replace function storage.filename(name text) returns text
    language sql immutable parallel safe
    return (string_to_array(name, '/'))[cardinality(string_to_array(name, '/'))];
comment on function storage.filename(text) is 'The last part of a path: c.png of a/b/c.png.';

create or replace function storage.extension(name text) returns text
    language sql immutable parallel safe
    return substring(storage.filename(name) from '\.([^.]*)$');
comment on function storage.extension(text) is 'What follows the last dot of a path''s last part: png of a/b/c.png; null without a dot.';

grant execute on function storage.foldername(text), storage.filename(text), storage.extension(text) to public;

-- Usage and removals follow the rows, whoever changes them: also a DELETE by the owner or by a policy's leave.
create or replace function storage.objects_inserted() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
    insert into storage.usage as u
    select bucket_id, pg_backend_pid() % 16, count(*), sum(size) from added where version is not null group by bucket_id order by bucket_id
    on conflict (bucket_id, slot) do update set objects = u.objects + excluded.objects, bytes = u.bytes + excluded.bytes;
    return null;
end
$$;

create or replace function storage.objects_updated() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
    insert into storage.removals (version, not_before, kept_bytes)
    select o.version, greatest(now(), o.signed_until), case when o.signed_until > now() then o.size else 0 end from removed o
    where o.version is not null and not exists (select from added n where n.version = o.version)
    on conflict do nothing;
    insert into storage.usage as u
    select bucket_id, pg_backend_pid() % 16, sum(objects), sum(bytes)
    from (
        select bucket_id, 1 as objects, size as bytes from added where version is not null
        union all select bucket_id, -1, -size from removed where version is not null
    ) as changes
    group by bucket_id having sum(objects) <> 0 or sum(bytes) <> 0 order by bucket_id
    on conflict (bucket_id, slot) do update set objects = u.objects + excluded.objects, bytes = u.bytes + excluded.bytes;
    return null;
end
$$;

create or replace function storage.objects_deleted() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
    insert into storage.removals (version) select version from removed where version is not null on conflict do nothing;
    insert into storage.usage as u
    select bucket_id, pg_backend_pid() % 16, -count(*), -sum(size) from removed where version is not null group by bucket_id order by bucket_id
    on conflict (bucket_id, slot) do update set objects = u.objects + excluded.objects, bytes = u.bytes + excluded.bytes;
    return null;
end
$$;

create or replace function storage.objects_truncated() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
    -- The bytes are found by the next comparison of rows and store.
    delete from storage.usage;
    return null;
end
$$;

revoke execute on function storage.objects_inserted(), storage.objects_updated(), storage.objects_deleted(), storage.objects_truncated() from public;

create or replace trigger objects_inserted after insert on storage.objects
    referencing new table as added for each statement execute function storage.objects_inserted();
create or replace trigger objects_updated after update on storage.objects
    referencing old table as removed new table as added for each statement execute function storage.objects_updated();
create or replace trigger objects_deleted after delete on storage.objects
    referencing old table as removed for each statement execute function storage.objects_deleted();
create or replace trigger objects_truncated after truncate on storage.objects
    for each statement execute function storage.objects_truncated();

-- Only where there is no policy at all: what an owner has changed stays as he wants it.
do $$
begin
    if not exists (select from pg_policy where polrelid = 'storage.buckets'::regclass) then
        create policy "public buckets are seen by everybody" on storage.buckets for select using (public and deleting_at is null);
    end if;
    if not exists (select from pg_policy where polrelid = 'storage.objects'::regclass) then
        create policy "objects of public buckets are read by everybody" on storage.objects for select
            using (bucket_id in (select b.name from storage.buckets b where b.public and b.deleting_at is null));
    end if;
end
$$;
