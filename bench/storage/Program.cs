using Kolaybase.Bench.Harness;
using Kolaybase.Bench.Storage;

// dotnet run -c Release --project bench/storage -- <folder of the built AppHost> --minio <program> [--only transfers|memory|listing]
if (BenchSite.Refusal(args) is { } refusal)
{
    Console.Error.WriteLine(refusal);
    return 2;
}

if (Option("--minio") is not { } minioProgram || !File.Exists(minioProgram))
{
    Console.Error.WriteLine("Give a MinIO to compare with: --minio <program>");
    return 2;
}

var only = Option("--only");
var data = BenchSite.MakeDataFolder();
var objects = Directory.CreateTempSubdirectory("kolaybase-bench-minio-").FullName;
Console.WriteLine(BenchSite.Machine);
try
{
    using var minio = await MinioProcess.StartAsync(minioProgram, objects);
    await using var stack = await StackProcess.StartAsync(
        args[0],
        data,
        ("Kolaybase__ObjectStores__minio__Endpoint", minio.Address.AbsoluteUri),
        ("Kolaybase__ObjectStores__minio__AccessKey", MinioProcess.User),
        ("Kolaybase__ObjectStores__minio__SecretKey", MinioProcess.Password),
        ("Kolaybase__Objects__Default", "minio"));
    var owner = await stack.SignUpAsync();
    var project = await stack.CreateProjectAsync(owner, "storage");
    var (storage, key) = ($"/api/projects/{project["id"]}/storage", (string)project["serviceKey"]!);
    await stack.SendAsync(HttpMethod.Post, $"{storage}/buckets", new { name = "bench" }, ("apikey", key));
    using var transfers = new Transfers(stack, storage, key, minio.Address);
    await transfers.PrepareAsync();
    if (only is null or "transfers")
    {
        await TransferBench.RunAsync(transfers);
    }

    if (only is null or "memory")
    {
        await MemoryBench.RunAsync(stack, transfers);
    }

    if (only is null or "listing")
    {
        await ListingBench.RunAsync(stack, data, storage, key, owner, (string)project["id"]!);
    }
}
finally
{
    Directory.Delete(data, recursive: true);
    Directory.Delete(objects, recursive: true);
}

return 0;

string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
