using System.Collections.Immutable;
using Kolaybase.Api.Rest.Parsing;
using Kolaybase.Api.Rest.Schema;

namespace Kolaybase.Api.Rest.Planning;

/// <summary>
/// Chooses the overload that a call means, by the names of its arguments: all required parameters must be given, and nothing else but
/// optional ones. Where no named ones fit, a body may be the only parameter of a function, which then has no name.
/// </summary>
internal static class RoutineFinder
{
    /// <summary>Finds it.</summary>
    /// <param name="snapshot">What the database holds.</param>
    /// <param name="schema">The schema of the request.</param>
    /// <param name="name">The function's name.</param>
    /// <param name="arguments">What it is called with.</param>
    /// <exception cref="Http.ApiException">404 <c>PGRST202</c>: none fits; 300 <c>PGRST203</c>: several do.</exception>
    public static Routine Find(SchemaSnapshot snapshot, string schema, string name, CallArguments arguments)
    {
        var overloads = snapshot.Routines(schema, name);
        var named = overloads.Where(r => TakesNames(r, arguments)).ToImmutableArray();
        var found = named.IsEmpty ? [.. overloads.Where(r => TakesBody(r, arguments))] : named;
        return found switch
        {
            [var only] => only,
            [] => throw CallErrors.UnknownFunction(snapshot, schema, name, arguments, overloads),
            _ => throw CallErrors.AmbiguousFunction(found),
        };
    }

    /// <summary>Whether it takes the body as its only parameter.</summary>
    public static bool TakesBody(Routine routine, CallArguments arguments) => routine.Parameters is [{ Name: "", Type.BaseOid: var type }] && arguments switch
    {
        JsonArguments => type is TypeOids.Json or TypeOids.Jsonb,
        RawArgument { Kind: RawKind.Text } => type is TypeOids.Text,
        RawArgument { Kind: RawKind.Xml } => type is TypeOids.Xml,
        RawArgument { Kind: RawKind.Bytes } => type is TypeOids.Bytea,
        _ => false,
    };

    private static bool TakesNames(Routine routine, CallArguments arguments) =>
        arguments is not RawArgument
        && arguments.Names.All(name => routine.Parameters.Any(p => p.Name == name))
        && routine.Parameters.All(p => !p.Required || arguments.Names.Contains(p.Name));
}
