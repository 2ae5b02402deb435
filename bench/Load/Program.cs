using System.CommandLine;
using Load;
using Load.Abuse;
using Load.Accuracy;
using Load.Flapping;
using Load.Latency;
using Load.Log;
using Load.Outage;
using Load.Sinks;
using Load.Store;
using Load.WebRtc;

var benches = new RootCommand("Stream: measures the whole system.")
{
    EngineCommand.Create(),
    SoakCommand.Create(),
    AccuracyCommand.Create(),
    LatencyCommand.Create(),
    Load.LiveLoad.LoadCommand.Create(),
    AbuseCommand.Create(),
    FlappingCommand.Create(),
    LogCommand.Create(),
    OutageCommand.Create(),
    SinksCommand.Create(),
    StoreCommand.Create(),
    ReceiverCommand.Create(),
    Load.WebRtc.LoadCommand.Create(),
    CostCommand.Create(),
    CyclesCommand.Create(),
    CaptureLatencyCommand.Create(),
};
return await benches.Parse(args).InvokeAsync();
