namespace Kolaybase.Bench.DataApi.Load;

/// <summary>What a load tool measured.</summary>
/// <param name="Rate">Requests or transactions a second.</param>
/// <param name="P50">Median latency in milliseconds; 0 where the tool does not tell.</param>
/// <param name="P99">99th percentile of it.</param>
/// <param name="Cpu">Processor time for each request, by who spent it.</param>
internal sealed record LoadResult(double Rate, double P50, double P99, CpuShare Cpu);

/// <summary>Processor time for one request, in microseconds.</summary>
/// <param name="Server">The process that answers HTTP; 0 for pgbench.</param>
/// <param name="Postgres">All of PostgreSQL.</param>
/// <param name="Tool">The load tool.</param>
internal sealed record CpuShare(double Server, double Postgres, double Tool);
