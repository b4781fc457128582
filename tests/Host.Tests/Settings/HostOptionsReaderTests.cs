using Microsoft.Extensions.Configuration;

namespace ActorFfi.Host.Tests.Settings;

public sealed class HostOptionsReaderTests
{
    [Fact]
    public void ShippedFile_SaysTheDefaults()
    {
        IConfiguration shipped = new ConfigurationBuilder().AddJsonFile(Path.Combine(AppContext.BaseDirectory, "config", "actorffi.json")).Build();

        Assert.Equal(typeof(HostOptions).GetProperties().Length, shipped.GetSection(HostOptions.Section).GetChildren().Count());
        Assert.Equal(new HostOptions(), HostOptionsReader.Read(shipped));
    }

    [Fact]
    public void Settings_InAnyCase_AreRead()
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection([new("host:maxrequestbody", "5"), new("Host:URLS", "http://localhost:1")]).Build();

        Assert.Equal(new HostOptions { MaxRequestBody = 5, Urls = "http://localhost:1" }, HostOptionsReader.Read(configuration));
    }
}
