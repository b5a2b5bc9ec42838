using Kolaybase.Api.Rest.Schema;

namespace Kolaybase.Api.Rest.Planning;

/// <summary>One value of each object in an answer.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Column">Where it comes from.</param>
/// <param name="Cast">What it is turned into first; null means nothing.</param>
internal sealed record OutputColumn(string Key, Column Column, CastType? Cast = null)
{
    /// <summary>How it is written.</summary>
    public JsonForm Form => Cast?.Form ?? JsonForms.Of(Column.Type.Oid);
}
