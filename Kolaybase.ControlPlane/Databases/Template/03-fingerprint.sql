-- Where event triggers can't be made (a managed server whose admin is no superuser), the version is a fingerprint of
-- the catalogue instead: the identity and the writing transaction of every row that says something about the
-- project's objects. ANALYZE and VACUUM write statistics in place and do not show.

create or replace function kolaybase.current_schema_version() returns bigint
    language sql stable parallel safe
    return (
        select coalesce(bit_xor(hash), 0)
        from (
            select hash_record_extended(row('n'::"char", oid, 0, xmin), 0) from pg_namespace where (oid >= 16384 and nspname !~ '^pg_') or nspname = 'public'
            union all select hash_record_extended(row('r'::"char", oid, 0, xmin), 0) from pg_class where oid >= 16384 and relpersistence <> 't'
            union all select hash_record_extended(row('a'::"char", a.attrelid, a.attnum, a.xmin), 0) from pg_attribute a join pg_class c on c.oid = a.attrelid where a.attrelid >= 16384 and a.attnum > 0 and c.relpersistence <> 't'
            union all select hash_record_extended(row('d'::"char", d.oid, 0, d.xmin), 0) from pg_attrdef d join pg_class c on c.oid = d.adrelid where c.relpersistence <> 't'
            union all select hash_record_extended(row('c'::"char", d.oid, 0, d.xmin), 0) from pg_constraint d left join pg_class c on c.oid = d.conrelid where d.oid >= 16384 and c.relpersistence is distinct from 't'
            union all select hash_record_extended(row('w'::"char", r.oid, 0, r.xmin), 0) from pg_rewrite r join pg_class c on c.oid = r.ev_class where r.oid >= 16384 and c.relpersistence <> 't'
            union all select hash_record_extended(row('p'::"char", oid, 0, xmin), 0) from pg_proc where oid >= 16384
            union all select hash_record_extended(row('t'::"char", t.oid, 0, t.xmin), 0) from pg_type t join pg_namespace n on n.oid = t.typnamespace where t.oid >= 16384 and n.nspname !~ '^pg_'
            union all select hash_record_extended(row('e'::"char", oid, 0, xmin), 0) from pg_enum
            union all select hash_record_extended(row('k'::"char", oid, 0, xmin), 0) from pg_cast where oid >= 16384
            union all select hash_record_extended(row('l'::"char", oid, 0, xmin), 0) from pg_policy
            union all select hash_record_extended(row('g'::"char", oid, 0, xmin), 0) from pg_trigger where not tgisinternal
            union all select hash_record_extended(row('s'::"char", objoid, objsubid, xmin), 0) from pg_description where objoid >= 16384
        ) as entries (hash)
    );

-- Of thousands of tables it takes tens of milliseconds: too much for every request. The data API looks at the version by
-- itself once a second, and its statements assert nothing.
create or replace function kolaybase.assert_schema_version(expected bigint) returns void
    language sql stable
    as '';
comment on function kolaybase.assert_schema_version(bigint) is 'Asserts nothing here: the version is looked at from time to time.';
