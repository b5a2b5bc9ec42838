using System.Text.Json;
using Kolaybase.Api.Http;
using Kolaybase.Api.Tables.Catalog;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kolaybase.Api.Tables.Ddl;

/// <summary><c>PUT /tables/:name/columns/:col</c>.</summary>
internal static class ChangeColumn
{
    /// <summary>Changes what the body names of a column, all of it or nothing.</summary>
    public static async Task<Ok<Column>> HandleAsync(
        HttpContext context,
        string name,
        string col,
        ChangeColumnRequest request,
        ProjectCaller caller,
        SchemaChanges changes,
        CancellationToken cancellationToken,
        string? schema = null)
    {
        var table = TableName.From(schema, SegmentName.Of(context, name, SegmentName.Table));
        var column = Identifier.Require(SegmentName.Of(context, col, SegmentName.Column), "col");
        var value = request.Check();
        return TypedResults.Ok(await changes.RunAsync(
            context,
            caller,
            "column.change",
            table.Of(column),
            async (session, token) =>
            {
                (await TableCatalog.RequireAsync(session, table, token)).RequireTable().Require(column, StatusCodes.Status404NotFound);
                // What is found in the rows must still be so when the change is made.
                await session.ExecuteAsync($"LOCK TABLE {table.Sql} IN ACCESS EXCLUSIVE MODE", token);
                var shape = await TableCatalog.RequireAsync(session, table, token);
                await ApplyAsync(session, shape, shape.Require(column, StatusCodes.Status404NotFound), request, value, token);
                return (await TableCatalog.RequireAsync(session, table, token)).Require(request.Name ?? column, StatusCodes.Status404NotFound).ToAnswer();
            },
            cancellationToken));
    }

    private static async Task ApplyAsync(OwnerSession session, TableShape table, ColumnShape column, ChangeColumnRequest request, DefaultValue? value, CancellationToken cancellationToken)
    {
        var alter = $"ALTER TABLE {table.Name.Sql} ";
        var alterColumn = $"{alter}ALTER COLUMN {column.Sql} ";
        var types = new TypeResolver(session);
        var type = await types.ResolveAsync(request.Type ?? column.Type, "type", cancellationToken);
        if (value is not null && column.Default is not null)
        {
            // Gone first: a default of the old type could stand in the way of the new one.
            await session.ExecuteAsync(alterColumn + "DROP DEFAULT", cancellationToken);
        }

        if (request.Type is not null)
        {
            await ColumnType.ChangeAsync(session, table, column, type, request.Using, cancellationToken);
        }

        if (value is not (null or DefaultValue.Nothing))
        {
            await session.ExecuteAsync($"{alterColumn}SET DEFAULT {value.ToSql(type)}", cancellationToken);
        }

        if (request.Nullable == true && !column.Nullable)
        {
            await session.ExecuteAsync(alterColumn + "DROP NOT NULL", cancellationToken);
        }
        else if (request.Nullable == false && column.Nullable)
        {
            await RowsInTheWay.RefuseNullsAsync(session, table, column, cancellationToken);
            await session.ExecuteAsync(alterColumn + "SET NOT NULL", cancellationToken);
        }

        if (request.IsUnique == true && !column.IsUnique)
        {
            await RowsInTheWay.RefuseDuplicatesAsync(session, table, column, cancellationToken);
            await session.ExecuteAsync($"{alter}ADD UNIQUE ({column.Sql})", cancellationToken);
        }
        else if (request.IsUnique == false && column.IsUnique)
        {
            await session.ExecuteAsync(await UniqueConstraints.DropsAsync(session, table, column, cancellationToken), cancellationToken);
        }

        if (request.Comment.ValueKind != JsonValueKind.Undefined)
        {
            await session.ExecuteAsync($"COMMENT ON COLUMN {table.Name.Sql}.{column.Sql} IS {Comment.ToSql(request.Comment)}", cancellationToken);
        }

        if (request.Name is { } renamed && renamed != column.Name)
        {
            await session.ExecuteAsync($"{alter}RENAME COLUMN {column.Sql} TO {Identifier.Quote(renamed)}", cancellationToken);
        }
    }
}
