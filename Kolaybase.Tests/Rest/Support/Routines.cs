using System.Collections.Immutable;
using Kolaybase.Api.Rest.Schema;

namespace Kolaybase.Tests.Rest.Support;

/// <summary>Functions in memory, spelled as SQL spells their signatures: <c>name(a integer, b text = , VARIADIC c text[]) -> setof items</c>.</summary>
internal static class Routines
{
    private static readonly Dictionary<string, uint> Oids = new(StringComparer.Ordinal)
    {
        ["integer"] = TypeOids.Int4,
        ["bigint"] = TypeOids.Int8,
        ["text"] = TypeOids.Text,
        ["json"] = TypeOids.Json,
        ["jsonb"] = TypeOids.Jsonb,
        ["xml"] = TypeOids.Xml,
        ["bytea"] = TypeOids.Bytea,
        ["void"] = TypeOids.Void,
        ["record"] = TypeOids.Record,
    };

    /// <summary>A schema with these functions beside <see cref="Snapshots.Items"/>.</summary>
    public static SchemaSnapshot Snapshot(params IEnumerable<string> signatures) => new(7, [Snapshots.Items], [], signatures.Select(s => Parse(s)));

    public static Routine Parse(string signature, Volatility volatility = Volatility.Volatile, params (string Name, string Value)[] settings)
    {
        var (open, close) = (signature.IndexOf('('), signature.IndexOf(") -> ", StringComparison.Ordinal));
        var parameters = signature[(open + 1)..close].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new(
            new("public", signature[..open]),
            [.. parameters.Select(Parameter)],
            Result(signature[(close + ") -> ".Length)..]),
            volatility,
            [.. settings.Select(s => KeyValuePair.Create(s.Name, s.Value))]);
    }

    private static RoutineParameter Parameter(string text)
    {
        var words = text.Split(' ').ToList();
        var (variadic, optional) = (words.Remove("VARIADIC"), words.Remove("="));
        return new(words.Count == 1 ? "" : words[0], Type(words[^1]), !optional, variadic);
    }

    private static RoutineResult Result(string text)
    {
        var isSet = text.StartsWith("setof ", StringComparison.Ordinal);
        var name = isSet ? text["setof ".Length..] : text;
        return name switch
        {
            "items" => new(RoutineResultKind.Row, isSet, new(90_100, "public.items"), Snapshots.Items, Snapshots.Items.Columns),
            "point" => new(RoutineResultKind.Row, isSet, new(90_101, "public.point"), null, [new Column("x", Type("integer")), new Column("y", Type("integer"))]),
            "void" => new(RoutineResultKind.Void, isSet, Type(name), null, []),
            "record" => new(RoutineResultKind.Record, isSet, Type(name), null, []),
            _ => new(RoutineResultKind.Scalar, isSet, Type(name), null, ImmutableArray<Column>.Empty),
        };
    }

    private static ColumnType Type(string name) => new(Oids.GetValueOrDefault(name, 90_200u), name);
}
