namespace Kolaybase.Tests.Rest.Support;

/// <summary>Makes thousands of tables quickly.</summary>
internal static class LargeSchema
{
    /// <summary>Tables of ten columns, each with a foreign key to the one before; one view on every tenth; one function on every fourth.</summary>
    /// <param name="database">Where.</param>
    /// <param name="tables">How many tables.</param>
    public static async Task CreateAsync(RestDatabase database, int tables)
    {
        // Types of fixed length: a table with others has two relations more, and making it takes twice as long.
        // Every object takes a lock to the transaction's end, and a server has room for some thousands.
        const int AtOnce = 200;
        for (var from = 0; from < tables; from += AtOnce)
        {
            await database.ExecuteAsync($$"""
                do $do$
                begin
                    for i in {{from}}..{{Math.Min(from + AtOnce, tables) - 1}} loop
                        execute format('create table table_%1$s (id bigint primary key, name uuid not null, parent bigint references table_%2$s, created_at timestamptz not null default now(), updated_at timestamptz, price float8, day date, score real, active boolean default true, field_%1$s int)', i, greatest(i - 1, 0));
                        if i % 10 = 0 then
                            execute format('create view view_%1$s as select t.id, t.name, t.parent, p.name as parent_name from table_%1$s t left join table_%2$s p on p.id = t.parent', i, greatest(i - 1, 0));
                        end if;
                        if i % 4 = 0 then
                            execute format('create function function_%1$s(a int, b text default null) returns setof table_%1$s language sql stable as $f$ select * from table_%1$s $f$', i);
                        end if;
                    end loop;
                end $do$
                """);
        }
    }
}
