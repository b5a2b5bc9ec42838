using Kolaybase.Api.Http;
using Kolaybase.Api.Tables.Catalog;
using Kolaybase.Api.Tables.Ddl;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Kolaybase.Api.Tables.Constraints;

/// <summary><c>POST /tables/:name/constraints</c>.</summary>
internal static class AddConstraint
{
    /// <summary>Adds a primary key, a unique constraint or a check; rows that do not fulfil it refuse it.</summary>
    public static async Task<Created<Constraint>> HandleAsync(
        HttpContext context,
        string name,
        AddConstraintRequest request,
        ProjectCaller caller,
        SchemaChanges changes,
        CancellationToken cancellationToken,
        string? schema = null)
    {
        var table = TableName.From(schema, SegmentName.Of(context, name, SegmentName.Table));
        request.Check();
        var added = await changes.RunAsync(
            context, caller, "constraint.add", request.Name is null ? table.ToString() : table.Of(request.Name), (session, token) => RunAsync(session, table, request, token), cancellationToken);
        return TypedResults.Created($"/api/projects/{caller.Project.Id}/tables/{Uri.EscapeDataString(table.Name)}/constraints", added);
    }

    private static async Task<Constraint> RunAsync(OwnerSession session, TableName table, AddConstraintRequest request, CancellationToken cancellationToken)
    {
        var shape = (await TableCatalog.RequireAsync(session, table, cancellationToken)).RequireTable();
        var columns = (request.Columns ?? []).Select(c => shape.Require(c, StatusCodes.Status400BadRequest)).ToList();
        // What is found in the rows must still be so when the refusal is written.
        await session.ExecuteAsync($"LOCK TABLE {table.Sql} IN ACCESS EXCLUSIVE MODE", cancellationToken);
        var before = (await ConstraintCatalog.ReadAsync(session, shape, cancellationToken)).Select(k => k.Name).ToHashSet(StringComparer.Ordinal);
        if (request.Kind == ConstraintKind.Primary)
        {
            foreach (var column in columns)
            {
                await RowsInTheWay.RefuseNullsAsync(session, shape, column, cancellationToken);
            }
        }

        await RefusedByRows.ExecuteAsync(
            session,
            request.ToSql(table),
            request.Kind == ConstraintKind.Check ? PostgresErrorCodes.CheckViolation : PostgresErrorCodes.UniqueViolation,
            () => request.Kind == ConstraintKind.Check
                ? RefuseAsync(session, shape, request.Expression!, cancellationToken)
                : RowsInTheWay.RefuseDuplicatesAsync(session, shape, columns, cancellationToken),
            cancellationToken);
        return (await ConstraintCatalog.ReadAsync(session, shape, cancellationToken)).First(k => !before.Contains(k.Name));
    }

    private static async Task RefuseAsync(OwnerSession session, TableShape table, string expression, CancellationToken cancellationToken) =>
        (await RowsInTheWay.FindAsync(session, table, $"{SqlExpression.Require(expression, "expression")} is false", cancellationToken)).Refuse(
            PostgresErrorCodes.CheckViolation,
            $"{{0}} of \"{table.Name.Name}\" do not fulfil the check. Nothing was changed.",
            "Correct or delete them first.");
}
