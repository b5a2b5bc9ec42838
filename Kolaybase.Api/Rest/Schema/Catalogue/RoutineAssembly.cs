using System.Collections.Immutable;

namespace Kolaybase.Api.Rest.Schema.Catalogue;

/// <summary>Makes routines, computed fields and computed relationships of the functions.</summary>
internal static class RoutineAssembly
{
    /// <summary>The fields that functions compute from a row of that type. A set of values is no field.</summary>
    public static ImmutableArray<Column> Fields(IEnumerable<RoutineFacts> functions) =>
    [
        .. functions.Where(f => !f.IsSet && f.Result.Oid != TypeOids.Void).Select(f => new Column(f.Name.Name, f.Result, ComputedBy: f.Name)),
    ];

    /// <summary>The ways that functions open from a row of one exposed relation to rows of another.</summary>
    public static IEnumerable<Relationship> Ways(CatalogueFacts facts, Dictionary<uint, Relation> byRowType) =>
        from function in facts.Routines
        where byRowType.ContainsKey(function.Of) && byRowType.ContainsKey(function.Result.Oid)
        select new Relationship(
            byRowType[function.Of],
            byRowType[function.Result.Oid],
            // ROWS 1 is how an author says that there is one at most (PostgREST, "Computed To-One Relationships").
            function.IsSet && !function.OneRow ? Cardinality.OneToMany : Cardinality.ManyToOne,
            function.Name.Name,
            [],
            Function: function.Name);

    /// <summary>The functions that a request can call.</summary>
    public static IEnumerable<Routine> Routines(CatalogueFacts facts, Dictionary<uint, Relation> byRowType) =>
        from function in facts.Routines
        where IsCallable(function)
        select new Routine(function.Name, function.Parameters, Result(function, facts, byRowType), function.Volatility, function.Settings);

    /// <summary>Arguments come by name, so a parameter without one can't be reached; unless it is the only one, and takes the body as it is.</summary>
    private static bool IsCallable(RoutineFacts function) =>
        function.Parameters.All(p => p.Name.Length > 0)
        || function.Parameters is [{ Type.Oid: TypeOids.Json or TypeOids.Jsonb or TypeOids.Text or TypeOids.Bytea or TypeOids.Xml }];

    private static RoutineResult Result(RoutineFacts function, CatalogueFacts facts, Dictionary<uint, Relation> byRowType)
    {
        var type = function.Result;
        if (byRowType.TryGetValue(type.BaseOid, out var relation))
        {
            return Of(RoutineResultKind.Row, relation.Columns, relation);
        }

        if (facts.Composites.TryGetValue(type.BaseOid, out var composite))
        {
            return Of(RoutineResultKind.Row, composite.ToImmutable());
        }

        // A single OUT parameter is a row of one column, too, as in PostgREST.
        return function switch
        {
            { Out.Length: > 0 } => Of(RoutineResultKind.Row, function.Out),
            _ => Of(type.Oid switch { TypeOids.Void => RoutineResultKind.Void, TypeOids.Record => RoutineResultKind.Record, _ => RoutineResultKind.Scalar }, []),
        };

        RoutineResult Of(RoutineResultKind kind, ImmutableArray<Column> columns, Relation? relation = null) => new(kind, function.IsSet, type, relation, columns);
    }
}
