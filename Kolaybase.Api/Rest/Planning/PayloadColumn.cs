using Kolaybase.Api.Rest.Schema;

namespace Kolaybase.Api.Rest.Planning;

/// <summary>A column that a body writes.</summary>
/// <param name="Column">The column.</param>
/// <param name="Value">Where its value comes from.</param>
internal sealed record PayloadColumn(Column Column, PayloadValue Value = PayloadValue.Body)
{
    /// <summary>Its name, which is the body's key.</summary>
    public string Name => Column.Name;
}

/// <summary>Where a written value comes from.</summary>
internal enum PayloadValue
{
    /// <summary>The body; null where an object does not have the key.</summary>
    Body,

    /// <summary>The body; the column's default where an object does not have the key.</summary>
    BodyOrDefault,

    /// <summary>The column's default: the body is known not to have the key.</summary>
    Default,
}
