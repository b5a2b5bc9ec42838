using Kolaybase.Bench.Harness;

namespace Kolaybase.Bench.DataApi;

/// <summary>
/// The tables that are measured: <c>items</c>, to read; <c>entries</c> of the same shape, to insert into; <c>customers</c>,
/// <c>orders</c>, <c>order_lines</c>, to embed. Made through the API, as a user would, with access <c>public-read</c>: reads of anon pass row level security.
/// </summary>
internal static class Dataset
{
    /// <summary>Rows of <c>items</c>, with ids from 1.</summary>
    public const int Items = 100_000;

    /// <summary>Rows of <c>customers</c>, with ids from 1; each has 4 orders of 4 lines.</summary>
    public const int Customers = 10_000;

    private static readonly (string Name, string Type)[] s_plain =
    [
        ("title", "text"), ("quantity", "integer"), ("active", "boolean"), ("created_at", "timestamptz"), ("price", "numeric(12,2)"), ("code", "uuid"),
    ];

    private const string Fill = """
        INSERT INTO items (title, quantity, active, created_at, price, code)
        SELECT 'Item number ' || i, i % 1000, i % 3 = 0, '2026-01-01Z'::timestamptz + i * interval '1 minute 0.25 seconds', i * 0.37, md5(i::text)::uuid FROM generate_series(1, 100000) AS i;
        INSERT INTO customers (name) SELECT 'Customer ' || i FROM generate_series(1, 10000) AS i;
        INSERT INTO orders (customer_id, placed_at) SELECT 1 + (i % 10000), '2026-01-01Z'::timestamptz + i * interval '1 minute' FROM generate_series(0, 39999) AS i;
        INSERT INTO order_lines (order_id, product, quantity) SELECT 1 + (i % 40000), 'Product ' || (i % 500), 1 + i % 9 FROM generate_series(0, 159999) AS i;
        ALTER TABLE orders ADD FOREIGN KEY (customer_id) REFERENCES customers; CREATE INDEX ON orders (customer_id);
        ALTER TABLE order_lines ADD FOREIGN KEY (order_id) REFERENCES orders; CREATE INDEX ON order_lines (order_id);
        """;

    /// <summary>Makes and fills them.</summary>
    public static async Task MakeAsync(StackProcess stack, BenchProject project, Logins logins)
    {
        await TableAsync(stack, project, "items", s_plain);
        await TableAsync(stack, project, "entries", s_plain);
        await TableAsync(stack, project, "customers", ("name", "text"));
        await TableAsync(stack, project, "orders", ("customer_id", "bigint"), ("placed_at", "timestamptz"));
        await TableAsync(stack, project, "order_lines", ("order_id", "bigint"), ("product", "text"), ("quantity", "integer"));
        await logins.ExecuteAsync(Fill);
        foreach (var table in (string[])["items", "entries", "customers", "orders", "order_lines"])
        {
            await logins.ExecuteAsync($"VACUUM ANALYZE {table}");
        }

        await logins.ExecuteAsync("CHECKPOINT");
    }

    /// <summary>A body of rows for <c>entries</c>.</summary>
    public static string Entries(int rows) => "[" + string.Join(',', Enumerable.Range(1, rows).Select(Entry)) + "]";

    /// <summary>A body of one row for <c>entries</c>.</summary>
    public static string Entry(int number) => System.Text.Json.JsonSerializer.Serialize(new
    {
        title = $"Entry number {number}",
        quantity = number,
        active = number % 2 == 0,
        created_at = "2026-05-04T03:02:01.5+00:00",
        price = number * 0.37m,
        code = "6f1b7f1e-8a3c-4d59-9d1c-2b7f3c1a9e50",
    });

    private static Task<System.Text.Json.Nodes.JsonNode> TableAsync(StackProcess stack, BenchProject project, string name, params (string Name, string Type)[] columns) =>
        stack.SendAsync(HttpMethod.Post, $"/api/projects/{project.Id}/tables", new
        {
            name,
            columns = columns.Select(c => new { name = c.Name, type = c.Type, isPrimary = false, identity = false }).Prepend(new { name = "id", type = "bigint", isPrimary = true, identity = true }),
            access = "public-read",
        }, ("apikey", project.ServiceKey));
}
