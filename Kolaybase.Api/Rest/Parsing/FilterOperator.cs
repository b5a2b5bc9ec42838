using System.Collections.Frozen;

namespace Kolaybase.Api.Rest.Parsing;

/// <summary>An operator between a column and one value.</summary>
/// <param name="Name">As written in a query string.</param>
/// <param name="Sql">As written in SQL.</param>
/// <param name="StarIsPercent">Whether <c>*</c> in the value stands for <c>%</c>, which would have to be escaped in a URL.</param>
internal sealed record FilterOperator(string Name, string Sql, bool StarIsPercent = false)
{
    private static readonly FrozenDictionary<string, FilterOperator> ByName = new FilterOperator[]
    {
        new("eq", "="),
        new("neq", "<>"),
        new("gt", ">"),
        new("gte", ">="),
        new("lt", "<"),
        new("lte", "<="),
        new("like", "LIKE", StarIsPercent: true),
        new("ilike", "ILIKE", StarIsPercent: true),
        new("match", "~"),
        new("imatch", "~*"),
        new("isdistinct", "IS DISTINCT FROM"),
        new("cs", "@>"),
        new("cd", "<@"),
        new("ov", "&&"),
        new("sl", "<<"),
        new("sr", ">>"),
        new("nxr", "&<"),
        new("nxl", "&>"),
        new("adj", "-|-"),
    }.ToFrozenDictionary(o => o.Name, StringComparer.Ordinal);

    /// <summary>Every operator, for tests and documentation.</summary>
    public static IEnumerable<FilterOperator> All => ByName.Values;

    /// <summary>The operator of that name, or null.</summary>
    public static FilterOperator? Find(string name) => ByName.GetValueOrDefault(name);
}
