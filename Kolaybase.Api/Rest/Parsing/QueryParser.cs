using System.Collections.Immutable;
using System.Globalization;

namespace Kolaybase.Api.Rest.Parsing;

/// <summary>
/// Reads a whole query string. Every parameter which is not one of the reserved words is a filter on
/// the field of that name; a column with a reserved name is filtered by its quoted name
/// (<c>"order"=eq.5</c>) or inside <c>and=(…)</c>. Names of embeds before a word or a field say whose rows are meant
/// (<c>posts.order=id</c>, <c>posts.comments.id=eq.1</c>, <c>posts.not.or=(…)</c>).
/// </summary>
internal sealed class QueryParser
{
    private readonly RestLimits _limits;
    private readonly FilterParser _filters;
    private readonly RowsBuilder _root = new();
    private readonly List<(ImmutableArray<string> Path, RowsBuilder Rows)> _embeds = [];
    private readonly ImmutableArray<KeyValuePair<string, string>>.Builder? _arguments;

    private QueryParser(RestLimits limits, bool call)
    {
        _limits = limits;
        _filters = new(limits);
        _arguments = call ? ImmutableArray.CreateBuilder<KeyValuePair<string, string>>() : null;
    }

    /// <summary>Parses the query of a table.</summary>
    /// <param name="query">As sent, with or without the question mark.</param>
    /// <param name="limits">What may be asked.</param>
    public static RestQuery Parse(string query, RestLimits limits) => new QueryParser(limits, call: false).Read(query);

    /// <summary>
    /// Parses the query of a function that is called by <c>GET</c> or <c>HEAD</c>: a parameter whose value begins with no
    /// operator is an argument.
    /// </summary>
    /// <param name="query">As sent, with or without the question mark.</param>
    /// <param name="limits">What may be asked.</param>
    public static RestQuery ParseCall(string query, RestLimits limits) => new QueryParser(limits, call: true).Read(query);

    private RestQuery Read(string query)
    {
        string? select = null, columns = null, onConflict = null;
        foreach (var (key, value) in QueryStringReader.Read(query))
        {
            switch (key)
            {
                case var _ when value is null:
                case "apikey": // who calls, not what is asked for
                    break;
                case "select":
                    select ??= value;
                    break;
                case "columns":
                    columns ??= value;
                    break;
                case "on_conflict":
                    onConflict ??= value;
                    break;
                default:
                    ReadRows(key, value);
                    break;
            }
        }

        return new(
            new SelectParser(_limits).Parse(select ?? "*"),
            _root.Build(_limits),
            [.. _embeds.Select(embed => new EmbedQuery(embed.Path, embed.Rows.Build(_limits)))],
            columns is null ? null : NameListParser.Parse("columns", columns, _limits),
            onConflict is null ? null : NameListParser.Parse("on_conflict", onConflict, _limits),
            _arguments?.ToImmutable() ?? []);
    }

    private void ReadRows(string key, string value)
    {
        switch (TreePath.LastWord(key))
        {
            case "order":
                RowsOf(key).OrderBy(value);
                break;
            case "limit":
                RowsOf(key).Limit = ParseCount("limit", value);
                break;
            case "offset":
                RowsOf(key).Offset = ParseCount("offset", value);
                break;
            case "and":
                ReadTree(key, Connective.And, value);
                break;
            case "or":
                ReadTree(key, Connective.Or, value);
                break;
            default:
                ReadField(key, value);
                break;
        }
    }

    private void ReadTree(string key, Connective connective, string value)
    {
        // not.or and posts.not.or: what is left of them names the embeds as posts.or does.
        var word = TreePath.LastWord(key);
        var negated = key.AsSpan(0, key.Length - word.Length) is "not." || key.EndsWith(".not." + word, StringComparison.Ordinal);
        var rows = RowsOf(negated ? key[..^(word.Length + "not.".Length)] + word : key);
        rows.Add(_filters.ParseTree(negated, connective, value));
    }

    private void ReadField(string key, string value)
    {
        var path = TreePath.Parse(key, _limits);
        if (_arguments is not null && path is { Embeds: [], Field.Path: [] } && !OperatorHead.Begins(value))
        {
            _arguments.Add(new(path.Field.Name, value));
            return;
        }

        RowsOf(path.Embeds).Add(_filters.ParseField(path.Field, value));
    }

    private RowsBuilder RowsOf(string key) => key.Contains('.', StringComparison.Ordinal) ? RowsOf(TreePath.Parse(key, _limits).Embeds) : _root;

    private RowsBuilder RowsOf(ImmutableArray<string> path)
    {
        if (path.IsEmpty)
        {
            return _root;
        }

        var index = _embeds.FindIndex(embed => embed.Path.SequenceEqual(path));
        if (index < 0)
        {
            if (_embeds.Count == _limits.Embeds)
            {
                throw SelectParser.TooManyEmbeds(_limits);
            }

            index = _embeds.Count;
            _embeds.Add((path, new()));
        }

        return _embeds[index].Rows;
    }

    private static long ParseCount(string name, string value)
    {
        if (long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count))
        {
            return count >= 0
                ? count
                : throw RestErrors.RangeNotSatisfiable($"{(name == "limit" ? "Limit" : "Offset")} should be greater than or equal to zero.");
        }

        throw new Scanner($"{name} parameter", value).Unexpected("a whole number");
    }
}
