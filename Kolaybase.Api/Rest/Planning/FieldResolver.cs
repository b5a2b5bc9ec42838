using System.Collections.Immutable;
using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Api.Rest.Schema;

namespace Kolaybase.Api.Rest.Planning;

/// <summary>Makes fields of names, on one level.</summary>
internal sealed class FieldResolver(RowSource source)
{
    /// <summary>The level's rows.</summary>
    public RowSource Source => source;

    /// <summary>A column or a place in one.</summary>
    /// <exception cref="Http.ApiException">400 <c>42703</c>: there is no such column.</exception>
    public ColumnField Field(FieldPath path) => new(Column(path.Name), path.Path);

    /// <summary>A column or computed field.</summary>
    public Column Column(string name) =>
        source.Find(name) ?? throw RestErrors.UnknownColumn(source.Title, name, NearestName.Find(name, source.Columns.Select(c => c.Name)));

    /// <summary>A condition; a test for null may be about an embed.</summary>
    public FilterNode<PlannedField> Filter(FilterNode<FieldPath> node, ImmutableArray<Embed> embeds) => node switch
    {
        Junction<FieldPath> junction => new Junction<PlannedField>(junction.Negated, junction.Connective, [.. junction.Children.Select(child => Filter(child, embeds))]),
        IsTest<FieldPath> { Field.Path: [], Value: IsValue.Null or IsValue.NotNull } test when Find(embeds, test.Field.Name) is { } embed =>
            new IsTest<PlannedField>(new EmbedField(embed), test.Negated, test.Value),
        _ => node.Map(path => path.Path.IsEmpty && source.Find(path.Name) is null && Find(embeds, path.Name) is { } embed
            ? throw EmbedErrors.FilterOnEmbed(embed.Name)
            : (PlannedField)Field(path)),
    };

    /// <summary>A term of an order, by a column or by a to-one embed's.</summary>
    public PlannedOrder Order(OrderTerm term, ImmutableArray<Embed> embeds)
    {
        if (term.Embed is null)
        {
            return new(Field(term.Field), null, term.Direction, term.Nulls);
        }

        var embed = Find(embeds, term.Embed) ?? throw RestErrors.NotEmbedded(term.Embed);
        return embed.Relationship.ToOne
            ? new(new FieldResolver(embed.Rows.Source).Field(term.Field), embed, term.Direction, term.Nulls)
            : throw EmbedErrors.OrderNotToOne(source.Title, embed.Name);
    }

    private static Embed? Find(ImmutableArray<Embed> embeds, string name) => embeds.FirstOrDefault(e => e.Name == name);
}
