namespace Kolaybase.Api.Rest.Sql;

/// <summary>A number of rows that has to be right, or all is undone.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Of">The common table expression whose rows count.</param>
/// <param name="Rows">The number.</param>
internal sealed record RowRule(RowRuleKind Kind, string Of, long Rows);

/// <summary>What a number of rows is about. Each has a letter, by which its error is known again.</summary>
internal enum RowRuleKind
{
    /// <summary><c>max-affected</c>: no more rows than that.</summary>
    MaxAffected = 'm',

    /// <summary><c>limit</c>: no more rows than that. They are picked by a key, but rows of an inheritance tree may share one.</summary>
    Limit = 'l',

    /// <summary>One object is wanted: exactly so many rows.</summary>
    Singular = 's',

    /// <summary>Rows of a body whose key is the URL's: exactly so many.</summary>
    Keyed = 'k',
}
