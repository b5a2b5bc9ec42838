using System.Collections.Immutable;

namespace Kolaybase.Api.Rest.Parsing;

/// <summary>What a function is called with.</summary>
internal abstract record CallArguments
{
    /// <summary>The names that are given a value, each once, in ordinal order.</summary>
    public abstract ImmutableArray<string> Names { get; }

    /// <summary>Each name once, in ordinal order.</summary>
    protected static ImmutableArray<string> Sorted(IEnumerable<string> names) => [.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}

/// <summary>Texts by name: parameters of the query, or fields of a form.</summary>
/// <param name="Values">In their order; a name may repeat.</param>
internal sealed record TextArguments(ImmutableArray<KeyValuePair<string, string>> Values) : CallArguments
{
    public override ImmutableArray<string> Names { get; } = Sorted(Values.Select(v => v.Key));
}

/// <summary>A JSON body.</summary>
/// <param name="Utf8">The bytes; empty when there was no body.</param>
/// <param name="IsArray">Whether it is an array, of whose objects the first one counts.</param>
/// <param name="Keys">Which keys of the object count, in any order.</param>
internal sealed record JsonArguments(ReadOnlyMemory<byte> Utf8, bool IsArray, ImmutableArray<string> Keys) : CallArguments
{
    public override ImmutableArray<string> Names { get; } = Sorted(Keys);
}

/// <summary>A body which is the one value itself.</summary>
/// <param name="Bytes">The bytes; of text valid UTF-8.</param>
/// <param name="Kind">What they are.</param>
internal sealed record RawArgument(ReadOnlyMemory<byte> Bytes, RawKind Kind) : CallArguments
{
    public override ImmutableArray<string> Names => [];
}

/// <summary>What a raw body is.</summary>
internal enum RawKind
{
    /// <summary><c>text/plain</c></summary>
    Text,

    /// <summary><c>text/xml</c></summary>
    Xml,

    /// <summary><c>application/octet-stream</c></summary>
    Bytes,
}
