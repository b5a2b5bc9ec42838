namespace Kolaybase.Bench.DataApi.Cases;

/// <summary>The cases of issue 4 with their aims.</summary>
internal static class AllCases
{
    private const string Root = "/api/rest/v1";
    private const string ItemFields = "id title quantity active createdAt price code";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<BenchCase> List { get; } =
    [
        new()
        {
            Name = "one-row",
            Target = key => $"{Root}/items?id=eq.{key}",
            Keys = Dataset.Items,
            Aim = 0.42,
            Peer = new($$"""query ($at: BigInt!) { itemById(id: $at) { {{ItemFields}} } }""", ByCursor: false),
        },
        new()
        {
            Name = "100-rows",
            Target = key => $"{Root}/items?id=gt.{key}&order=id&limit=100",
            Keys = Dataset.Items - 100,
            Aim = 0.75,
            Peer = new($$"""query ($at: Cursor!) { allItems(first: 100, orderBy: [ID_ASC], after: $at) { nodes { {{ItemFields}} } } }""", ByCursor: true),
        },
        new()
        {
            Name = "embed-2",
            Target = key => $"{Root}/customers?id=eq.{key}&select=id,name,orders(id,placed_at,order_lines(id,product,quantity))",
            Keys = Dataset.Customers,
        },
        new() { Name = "insert-1", Method = "POST", Target = _ => $"{Root}/entries", Body = Dataset.Entry(1), Service = true, Fills = "entries" },
        new() { Name = "insert-1000", Method = "POST", Target = _ => $"{Root}/entries", Body = Dataset.Entries(1_000), Service = true, Fills = "entries" },
    ];

    /// <summary>Everything up to the database and nothing of it: an update that names no column is planned and answered without a statement.</summary>
    public static BenchCase WithoutDatabase { get; } =
        new() { Name = "no database", Method = "PATCH", Target = key => $"{Root}/items?id=eq.{key}", Keys = Dataset.Items, Body = "{}", Service = true };
}
