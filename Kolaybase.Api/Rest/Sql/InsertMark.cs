namespace Kolaybase.Api.Rest.Sql;

/// <summary>
/// Tells whether an upsert has inserted anything, on tables, partitions and views alike, and whatever triggers leave out. PostgreSQL takes
/// one new row after the other: a setting of the transaction is cleared when a row is read, set when it replaces another, and looked at when
/// it is handed back. Without triggers in between <c>xmax</c> would do for tables, but views have none.
/// </summary>
internal static class InsertMark
{
    /// <summary>A condition that is true, of each row that is read.</summary>
    public const string Read = "pg_catalog.set_config('kolaybase.replaced', '', true) IS NOT NULL";

    /// <summary>A condition that is true, of each row that replaces another.</summary>
    public const string Replaced = "pg_catalog.set_config('kolaybase.replaced', 'true', true) IS NOT NULL";

    /// <summary>A value of each row that is handed back.</summary>
    public const string Returned = "CASE WHEN pg_catalog.current_setting('kolaybase.replaced', true) = 'true' THEN NULL ELSE pg_catalog.set_config('kolaybase.inserted', 'true', true) END";

    /// <summary>The statement behind the upsert: one number, 1 when any row was inserted, else 0.</summary>
    public static readonly SqlStatement Told = new("SELECT CASE WHEN pg_catalog.current_setting('kolaybase.inserted', true) = 'true' THEN 1 ELSE 0 END::bigint", []);
}
