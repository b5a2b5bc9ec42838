using System.Collections.Immutable;
using Kolaybase.Api.Rest.Schema;
using Npgsql;

namespace Kolaybase.Api.Rest.OpenApi;

/// <summary>Reads what <see cref="DescriptionSql"/> asks for; keys and their other ends are those of the schema cache, which knows them for views too.</summary>
internal sealed class DescriptionReader(NpgsqlDataReader reader, SchemaSnapshot snapshot, string schema, CancellationToken cancellationToken)
{
    /// <summary>Reads it all.</summary>
    public async Task<SchemaDescription> ReadAsync()
    {
        var comment = await reader.ReadAsync(cancellationToken) ? Text(0) : null;
        await reader.NextResultAsync(cancellationToken);
        var relations = await RelationsAsync();
        await reader.NextResultAsync(cancellationToken);
        return new(comment, relations, await RoutinesAsync());
    }

    private async Task<ImmutableArray<DescribedRelation>> RelationsAsync()
    {
        var relations = ImmutableArray.CreateBuilder<DescribedRelation>();
        var columns = ImmutableArray.CreateBuilder<DescribedColumn>();
        (string Name, string? Comment)? current = null;
        while (await reader.ReadAsync(cancellationToken))
        {
            var name = reader.GetString(0);
            if (current?.Name != name)
            {
                Finish();
                current = (name, Text(1));
            }

            if (!reader.IsDBNull(2))
            {
                columns.Add(Column(snapshot.Find(schema, name)));
            }
        }

        Finish();
        // A key into a table that the caller may not see would tell of it.
        var seen = relations.Select(r => r.Name).ToHashSet(StringComparer.Ordinal);
        return [.. relations.Select(r => r with { Columns = [.. r.Columns.Select(c => c.References is { } to && !seen.Contains(to.Relation) ? c with { References = null } : c)] })];

        void Finish()
        {
            if (current is { } done)
            {
                relations.Add(new(done.Name, done.Comment, columns.ToImmutable(), snapshot.Find(schema, done.Name)?.Writes is not Writes.None));
                columns.Clear();
            }
        }
    }

    private DescribedColumn Column(Relation? relation)
    {
        var name = reader.GetString(2);
        return new(
            name,
            reader.GetString(3),
            reader.GetBoolean(4),
            Text(5),
            reader.IsDBNull(6) ? null : reader.GetInt32(6),
            [.. reader.GetFieldValue<string[]>(7)],
            Text(8),
            relation?.PrimaryKey.Contains(name) is true,
            relation is null ? null : Reference(relation, name, reader.GetFieldValue<string[]>(9)));
    }

    /// <summary>Tables go before views. Of a one-to-one relationship only the end that holds the key is one.</summary>
    private DescribedReference? Reference(Relation relation, string column, string[] constraints) => snapshot.From(relation)
        .Where(r => r.Target.Schema == schema && r is { Columns: [{ Left.Name: var left }], Junction: null, Function: null } && left == column
            && (r.Cardinality == Cardinality.ManyToOne || (r.Cardinality == Cardinality.OneToOne && constraints.Contains(r.Constraint))))
        .OrderBy(r => r.Target.Kind is RelationKind.View or RelationKind.MaterializedView)
        .ThenBy(r => r.Constraint, StringComparer.Ordinal)
        .Select(r => new DescribedReference(r.Target.Name, r.Columns[0].Right.Name))
        .FirstOrDefault();

    private async Task<ImmutableArray<DescribedRoutine>> RoutinesAsync()
    {
        var routines = ImmutableArray.CreateBuilder<DescribedRoutine>();
        while (await reader.ReadAsync(cancellationToken))
        {
            // Of overloads the one with most parameters is shown: a path has one description.
            var routine = Routine(reader.GetString(0));
            if (IsCallable(routine) && (routines.Count == 0 || routines[^1].Name != routine.Name))
            {
                routines.Add(routine);
            }
        }

        return routines.ToImmutable();
    }

    private DescribedRoutine Routine(string name)
    {
        var (required, names, types, variadic) = (reader.GetInt32(3), reader.GetFieldValue<string[]>(4), reader.GetFieldValue<string[]>(5), reader.GetBoolean(6));
        return new(
            name,
            Text(1),
            [.. names.Select((parameter, i) => new DescribedParameter(parameter, types[i], i < required, variadic && i == names.Length - 1))],
            reader.GetString(2) != "v");
    }

    /// <summary>Arguments come by name, unless the body is the only one.</summary>
    private static bool IsCallable(DescribedRoutine routine) =>
        routine.Parameters.All(p => p.Name.Length > 0) || routine.Parameters is [{ Type: "json" or "jsonb" or "text" or "bytea" or "xml" }];

    private string? Text(int ordinal) => reader.IsDBNull(ordinal) ? null : reader.GetString(ordinal);
}
