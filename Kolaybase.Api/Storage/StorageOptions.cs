using Kolaybase.ControlPlane;

namespace Kolaybase.Api.Storage;

/// <summary>Limits of storage, section <c>Kolaybase:Storage</c>; read once at start.</summary>
public sealed record StorageOptions
{
    /// <summary>Section of the configuration.</summary>
    public const string Section = "Kolaybase:Storage";

    /// <summary>Largest object in bytes (<c>MaxObjectBytes</c>); empty means 50 GiB. A bucket can have a lower limit of its own.</summary>
    public long MaxObjectBytes { get; init; } = 50L * 1024 * 1024 * 1024;

    /// <summary>Bytes that all objects of one project together may have, unless its row says otherwise (<c>QuotaBytes</c>); empty means no limit.</summary>
    public long? QuotaBytes { get; init; }

    /// <summary>Uploads that one project may have under way in one process (<c>UploadsPerProject</c>); empty means 32.</summary>
    public int UploadsPerProject { get; init; } = 32;

    /// <summary>Uploads that one process has under way (<c>Uploads</c>), each of which may hold 16 MiB; empty means 128.</summary>
    public int Uploads { get; init; } = 128;

    /// <summary>Resumable uploads that one project may have begun and neither finished nor given up (<c>OpenUploadsPerProject</c>); empty means 1,000.</summary>
    public int OpenUploadsPerProject { get; init; } = 1_000;

    /// <summary>Hours that an upload may take before a worker clears it away (<c>UploadHours</c>); empty means 24.</summary>
    public int UploadHours { get; init; } = 24;

    /// <summary>Reads them.</summary>
    /// <exception cref="ConfigurationFaultsException">A value is wrong; the message lists all that are.</exception>
    public static StorageOptions Read(IConfiguration configuration)
    {
        var (section, faults, defaults) = (configuration.GetSection(Section), new List<string>(), new StorageOptions());
        var options = new StorageOptions
        {
            MaxObjectBytes = Number("MaxObjectBytes", long.MaxValue) ?? defaults.MaxObjectBytes,
            QuotaBytes = Number("QuotaBytes", long.MaxValue),
            UploadsPerProject = (int)(Number("UploadsPerProject", 10_000) ?? defaults.UploadsPerProject),
            Uploads = (int)(Number("Uploads", 10_000) ?? defaults.Uploads),
            OpenUploadsPerProject = (int)(Number("OpenUploadsPerProject", 1_000_000) ?? defaults.OpenUploadsPerProject),
            UploadHours = (int)(Number("UploadHours", 24 * 30) ?? defaults.UploadHours),
        };
        return faults.Count == 0 ? options : throw new ConfigurationFaultsException(faults);

        long? Number(string key, long most)
        {
            if (string.IsNullOrWhiteSpace(section[key]))
            {
                return null;
            }

            if (long.TryParse(section[key], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var value) && value > 0 && value <= most)
            {
                return value;
            }

            faults.Add($"{Section}:{key} must be a whole number from 1 to {most}.");
            return null;
        }
    }
}
