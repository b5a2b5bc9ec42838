using Kolaybase.Api.Rest.Parsing;

namespace Kolaybase.Api.Rest.Planning;

/// <summary>One value of each object in an answer.</summary>
/// <param name="Key">Its key.</param>
internal abstract record OutputItem(string Key)
{
    /// <summary>How it is written when it stands at the top level.</summary>
    public abstract JsonForm Form { get; }
}

/// <summary>A column, perhaps turned into another type.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Field">Where it comes from.</param>
/// <param name="Cast">What it is turned into; null means nothing.</param>
internal sealed record OutputColumn(string Key, ColumnField Field, CastType? Cast = null) : OutputItem(Key)
{
    public override JsonForm Form => Cast?.Form ?? Field.Form;
}

/// <summary>An aggregate over what would else be shown.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Of">Over what; null counts rows.</param>
/// <param name="Aggregate">The aggregate.</param>
/// <param name="Cast">What its result is turned into; null means nothing.</param>
internal sealed record OutputAggregate(string Key, OutputItem? Of, Aggregate Aggregate, CastType? Cast = null) : OutputItem(Key)
{
    public override JsonForm Form => Cast?.Form ?? (Aggregate == Aggregate.Count ? JsonForm.Int8 : JsonForm.ToJson);
}

/// <summary>Related rows as an object, null or an array of objects.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Embed">The rows.</param>
/// <param name="Grouped">Whether the level is grouped by it, which <c>json</c> can't be and <c>jsonb</c> can.</param>
internal sealed record OutputEmbed(string Key, Embed Embed, bool Grouped = false) : OutputItem(Key)
{
    public override JsonForm Form => Grouped ? JsonForm.Jsonb : JsonForm.Json;
}

/// <summary>A value of a spread row; of many rows an array of their values.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Embed">Which spread.</param>
/// <param name="Index">Its place in what the embed shows.</param>
internal sealed record OutputSpread(string Key, Embed Embed, int Index) : OutputItem(Key)
{
    public override JsonForm Form => Embed.Relationship.ToOne ? Embed.Rows.Output[Index].Form : JsonForm.Json;
}

/// <summary>An aggregate of a to-one spread, which the parent applies: here it shows the value that it will be applied to.</summary>
internal sealed record OutputHoisted(OutputAggregate Aggregate) : OutputItem(Aggregate.Key)
{
    public override JsonForm Form => Aggregate.Of?.Form ?? JsonForm.Int4;
}
