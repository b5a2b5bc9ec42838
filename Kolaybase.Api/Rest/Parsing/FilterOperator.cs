using System.Collections.Frozen;

namespace Kolaybase.Api.Rest.Parsing;

/// <summary>An operator between a column and one value.</summary>
/// <param name="Name">As written in a query string.</param>
/// <param name="Sql">As written in SQL.</param>
/// <param name="StarIsPercent">Whether <c>*</c> in the value stands for <c>%</c>, which would have to be escaped in a URL.</param>
/// <param name="Quantifiable">Whether <c>(any)</c> and <c>(all)</c> may follow.</param>
internal sealed record FilterOperator(string Name, string Sql, bool StarIsPercent = false, bool Quantifiable = false)
{
    private static readonly FrozenDictionary<string, FilterOperator> ByName = new FilterOperator[]
    {
        new("eq", "=", Quantifiable: true),
        new("neq", "<>"),
        new("gt", ">", Quantifiable: true),
        new("gte", ">=", Quantifiable: true),
        new("lt", "<", Quantifiable: true),
        new("lte", "<=", Quantifiable: true),
        new("like", "LIKE", StarIsPercent: true, Quantifiable: true),
        new("ilike", "ILIKE", StarIsPercent: true, Quantifiable: true),
        new("match", "~", Quantifiable: true),
        new("imatch", "~*", Quantifiable: true),
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
