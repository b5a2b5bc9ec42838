using System.Collections.Immutable;

namespace Kolaybase.Api.Rest.Parsing;

/// <summary>A JSON body whose shape was checked; its values go to PostgreSQL as they came.</summary>
/// <param name="Utf8">The bytes.</param>
/// <param name="IsArray">An array of objects, else one object.</param>
/// <param name="Rows">How many objects.</param>
/// <param name="Keys">The keys of the first object, in its order; every other object has the same ones unless they were not to be compared.</param>
internal sealed record JsonPayload(ReadOnlyMemory<byte> Utf8, bool IsArray, int Rows, ImmutableArray<string> Keys);
