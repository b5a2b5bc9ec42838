using System.Collections.Immutable;
using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Api.Rest.Schema;

namespace Kolaybase.Api.Rest.Planning;

/// <summary>Plans the rows that a query selects, level by level. Used once: it numbers the levels.</summary>
/// <param name="snapshot">What the database holds.</param>
/// <param name="schema">The schema of the request.</param>
/// <param name="rowCap">Most rows of the root and of each to-many embed; null means all.</param>
/// <param name="aggregates">Whether aggregates may be used.</param>
internal sealed class RowsPlanner(SchemaSnapshot snapshot, string schema, long? rowCap, bool aggregates)
{
    private readonly List<string> _aliases = [];

    /// <summary>Plans the root.</summary>
    /// <param name="source">Where the root's rows come from.</param>
    /// <param name="query">What was asked.</param>
    /// <param name="root">What of it applies to the root's rows: nothing for rows that a write hands back.</param>
    public RowsPlan Plan(RowSource source, RestQuery query, RowsQuery root) =>
        PlanLevel(source, query.Select, root, [.. query.Embeds.Select(e => new Said(e.Path.AsSpan(), e.Rows))], capped: true, hoists: false);

    private RowsPlan PlanLevel(RowSource source, ImmutableArray<SelectItem> items, RowsQuery rows, List<Said> said, bool capped, bool hoists)
    {
        var alias = _aliases.Count == 0 ? "t" : $"t{_aliases.Count}";
        _aliases.Add(alias);
        var fields = new FieldResolver(source);
        var wanted = items.OfType<SelectEmbed>().ToList();
        var levels = Said.ByEmbed(wanted, said);
        var embeds = wanted.Select((embed, i) => PlanEmbed(source, embed, levels[i])).ToImmutableArray();
        return new(
            source,
            alias,
            Output(fields, items, embeds, hoists),
            [.. rows.Filters.Select(filter => fields.Filter(filter, embeds))],
            [.. rows.Order.Select(term => fields.Order(term, embeds))],
            capped && rowCap is { } cap ? Math.Min(rows.Limit ?? cap, cap) : rows.Limit,
            rows.Offset,
            embeds);
    }

    private Embed PlanEmbed(RowSource source, SelectEmbed wanted, (RowsQuery Rows, List<Said> Deeper) level)
    {
        var relationship = source.Relation is { } relation
            ? RelationshipFinder.Find(snapshot, schema, relation, wanted.Target, wanted.Hint)
            : throw EmbedErrors.NoRelationship(schema, source.Title, wanted.Target, wanted.Hint, []);
        var rows = PlanLevel(
            new RelationSource(relationship.Target), wanted.Items, level.Rows, level.Deeper, capped: !relationship.ToOne, hoists: wanted.Spread && relationship.ToOne);
        return wanted.Spread && !relationship.ToOne && rows.IsGrouped
            ? throw RestErrors.NotImplemented("Aggregates are not implemented for one-to-many or many-to-many spreads.")
            : new(wanted.Name, relationship, rows, wanted.Join == JoinKind.Inner, wanted.Spread);
    }

    /// <summary>Columns come first and embeds after them, as in PostgREST.</summary>
    /// <param name="fields">The level's fields.</param>
    /// <param name="items">What was selected.</param>
    /// <param name="embeds">The embeds among it, planned, in the same order.</param>
    /// <param name="hoists">Whether aggregates are the parent's to apply, as those of a to-one spread are: over one row they would do nothing.</param>
    private ImmutableArray<OutputItem> Output(FieldResolver fields, ImmutableArray<SelectItem> items, ImmutableArray<Embed> embeds, bool hoists)
    {
        var output = ImmutableArray.CreateBuilder<OutputItem>();
        foreach (var item in items)
        {
            switch (item)
            {
                case SelectAll:
                    output.AddRange(fields.Source.Columns.Select(c => new OutputColumn(c.Name, new(c, []))));
                    break;
                case SelectField { Aggregate: { } aggregate } field:
                    output.Add(Aggregated(fields, field, aggregate));
                    break;
                case SelectField { Field: { Name: "count", Path: [] }, Cast: null } field when fields.Source.Find("count") is null:
                    // The old spelling of count(), which clients still use.
                    output.Add(Aggregated(fields, field with { Field = null }, Aggregate.Count));
                    break;
                case SelectField { Field: { } path } field:
                    output.Add(new OutputColumn(field.Alias ?? path.Key, fields.Field(path), Cast(field.Cast)));
                    break;
                default:
                    break; // embeds follow
            }
        }

        foreach (var embed in embeds)
        {
            if (embed.Spread)
            {
                output.AddRange(embed.Rows.Output.Select((item, index) => Spread(embed, item, index)));
            }
            else if (!embed.ShowsNothing)
            {
                output.Add(new OutputEmbed(embed.Name, embed));
            }
        }

        if (output.Any(item => item is OutputAggregate) && !hoists)
        {
            return [.. output.Select(item => item is OutputEmbed embed ? embed with { Grouped = true } : item)];
        }

        return hoists ? [.. output.Select(item => item is OutputAggregate { } aggregate ? new OutputHoisted(aggregate) : item)] : output.ToImmutable();
    }

    private OutputAggregate Aggregated(FieldResolver fields, SelectField field, Aggregate aggregate)
    {
        if (!aggregates)
        {
            throw EmbedErrors.AggregatesNotAllowed();
        }

        var key = field.Alias ?? aggregate.ToString().ToLowerInvariant();
        return new(key, field.Field is { } path ? new OutputColumn(key, fields.Field(path), Cast(field.Cast)) : null, aggregate, Cast(field.AggregateCast));
    }

    private static OutputItem Spread(Embed embed, OutputItem item, int index) => item switch
    {
        OutputHoisted { Aggregate: var aggregate } => aggregate with { Of = new OutputSpread(item.Key, embed, index) },
        _ => new OutputSpread(item.Key, embed, index),
    };

    private CastType? Cast(string? type) => type is null ? null : CastType.Resolve(type, schema);
}
