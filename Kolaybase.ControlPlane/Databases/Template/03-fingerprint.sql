-- Where event triggers can't be made (a managed server whose admin is no superuser), the version is a fingerprint of
-- the catalogue instead: the identity and the writing transaction of every row that says something about the
-- project's objects. ANALYZE and VACUUM write statistics in place and do not show.

create or replace function kolaybase.current_schema_version() returns bigint
    language sql stable parallel safe
    return (
        select coalesce(bit_xor(hash_record_extended(entry, 0)), 0)
        from (
            select row('n'::text, oid, 0, xmin::text) from pg_namespace where (oid >= 16384 and nspname !~ '^pg_') or nspname = 'public'
            union all select row('r'::text, oid, 0, xmin::text) from pg_class where oid >= 16384 and relpersistence <> 't'
            union all select row('a'::text, a.attrelid, a.attnum::int, a.xmin::text) from pg_attribute a join pg_class c on c.oid = a.attrelid where a.attrelid >= 16384 and c.relpersistence <> 't'
            union all select row('d'::text, d.oid, 0, d.xmin::text) from pg_attrdef d join pg_class c on c.oid = d.adrelid where c.relpersistence <> 't'
            union all select row('c'::text, d.oid, 0, d.xmin::text) from pg_constraint d left join pg_class c on c.oid = d.conrelid where d.oid >= 16384 and c.relpersistence is distinct from 't'
            union all select row('p'::text, oid, 0, xmin::text) from pg_proc where oid >= 16384
            union all select row('t'::text, t.oid, 0, t.xmin::text) from pg_type t join pg_namespace n on n.oid = t.typnamespace where t.oid >= 16384 and n.nspname !~ '^pg_'
            union all select row('e'::text, oid, 0, xmin::text) from pg_enum
            union all select row('l'::text, oid, 0, xmin::text) from pg_policy
            union all select row('g'::text, oid, 0, xmin::text) from pg_trigger where not tgisinternal
            union all select row('s'::text, objoid, objsubid, xmin::text) from pg_description where objoid >= 16384
        ) as entries (entry)
    );
